"""The year in pictures: each figure a sentence, a chart and a table whose numbers lead to the lists behind them."""

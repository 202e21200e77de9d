"""The year in numbers: counted where it lies, by the days and clauses on which it happened, each number a list somewhere."""

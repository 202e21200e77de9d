"""Rules look at it: a frozen dossier, pure judgements clause by clause, and a verdict in which the worst finding wins."""

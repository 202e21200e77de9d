"""诚信档案: who was found to have told an untruth, until when that bars the next level, and every time somebody looked."""

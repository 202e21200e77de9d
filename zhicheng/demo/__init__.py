"""A lawful demonstration year: invented people and units, played through the verbs under a fixed clock."""

"""Chinese is the source, English a catalogue: templates are compiled once more in English, labels are looked up when shown."""

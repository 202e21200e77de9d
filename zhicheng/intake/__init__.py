"""A file comes in: who applies, where they work, what they declare, in which rounds, with which attachments."""

"""A backup of the whole office in one sealed file, and the way back (security.md, H9).

``make_backup`` writes an archive (``archive``): what it is, every row of every table as lines of JSON, every file that a
row names, the keys, and last the manifest. ``Reading`` proves one part after the other; ``restore_backup`` puts
what it reads beside an empty database and lets it count only when all of it was proven.
"""

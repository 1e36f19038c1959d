"""What the operations of version 5 and of early version 6 send and answer (field notes 4.2).

Each answer is read as the type of its present counterpart, in a subclass that knows the older
spellings; what goes around it is in envelope.py.
"""

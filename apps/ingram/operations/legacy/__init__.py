"""Operations of version 5 and of early version 6, for countries that have nothing newer.

The functions have the names, arguments and results of their present counterparts, which call
them when the connection says so (operations/versions.py); what an older version cannot take is
no argument here.
"""

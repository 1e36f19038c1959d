"""Pages of quotes: the list, the line editor of a draft, one quote."""

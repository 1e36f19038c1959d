"""Pages of orders: `pages` to read, `ordering` to get from a quote to an order."""

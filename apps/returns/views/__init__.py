"""The pages of returns, one module a use case."""

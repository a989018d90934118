"""Takes plans; gives what every page about one shows of them."""

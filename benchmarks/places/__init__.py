"""How the gazetteer is packed and the ranking of places trained."""

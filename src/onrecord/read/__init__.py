"""Linguistic analysis of one document, without any news notion."""

"""Trained weights of OnRecord for English; `onrecord.weights` finds the files beside this module."""

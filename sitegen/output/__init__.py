"""Bytes → the published folder: staged, verified, swapped. The only room that writes a site."""

"""What a year's notice says, as typed values: words, windows, routes, requirements, materials, open questions."""

"""Pages of the RPJMD: reading it, editing it, loading and downloading its workbook."""

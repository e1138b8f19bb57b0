"""Credit tables: delimited text, spreadsheets and Parquet, row by row."""

"""The half-month as JSON, as a workbook and as a document; lists of cases as a workbook."""

"""What people type on the household pages: filters of lists, reasons, uploads."""

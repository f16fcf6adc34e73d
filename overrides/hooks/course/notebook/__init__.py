"""What an executed notebook holds, whether it is fit, and how it becomes a page."""

"""Write what stands beside the pages: feeds and the sitemap; pure functions over kept records."""

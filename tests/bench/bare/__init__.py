"""Two bare Django views, for comparison: (b) session, user and a 10 KB template; (c) CSRF, session and one durable insert."""

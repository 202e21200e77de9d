"""The paper that is no paper: number, facts, rendering, signature, token; reserved, issued, revoked."""

"""What a finished build goes through before readers get it: one module a step."""

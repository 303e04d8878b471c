"""Many runs: honest intervals, paired comparison, closed forms to hold a study against."""

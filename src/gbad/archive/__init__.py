"""Study -> sealed folder -> what it holds: studies played into folders; runs and studies verified, played again."""

package wenmai.sample;

/// How a story leaves its hero.
public enum Mood { HAPPY, PROUD, GRATEFUL, CALM, AMUSED, WISER }

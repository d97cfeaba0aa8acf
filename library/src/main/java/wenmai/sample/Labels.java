package wenmai.sample;

/// What a reader could be asked to classify.
public record Labels(Plot plot, Mood mood, Place place, Season season) {}

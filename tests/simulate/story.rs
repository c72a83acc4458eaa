//! What happened, a line a step, for people: kept only where a seed is told.

/// A history as it is told.
#[derive(Debug, Default)]
pub struct Story {
    told: bool,
    lines: Vec<String>,
}

impl Story {
    /// One that keeps its lines, or does not.
    pub fn new(told: bool) -> Story {
        Story {
            told,
            lines: Vec::new(),
        }
    }

    /// One step, at so many seconds after the evening began.
    pub fn tell(&mut self, seconds: i64, line: impl FnOnce() -> String) {
        if self.told {
            let (minutes, rest) = (seconds / 60, seconds % 60);
            let line = format!("  {minutes:>4}:{rest:02}  {}", line());
            self.lines.push(line);
        }
    }

    /// The lines, oldest first.
    pub fn lines(&self) -> &[String] {
        &self.lines
    }
}

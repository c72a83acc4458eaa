//! A file among the downloads, once all of it is there: a browser gives it its name before.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

/// How long a small file may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// A file that does not grow for so long is whole.
const STILL: Duration = Duration::from_millis(300);
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// Its bytes.
pub async fn whole(file: &Path) -> Result<Vec<u8>> {
    let begun = Instant::now();
    let mut seen = (0, Instant::now());
    while begun.elapsed() < PATIENCE {
        let length = std::fs::metadata(file).map_or(0, |it| it.len());
        if length != seen.0 {
            seen = (length, Instant::now());
        } else if length > 0 && seen.1.elapsed() >= STILL {
            return Ok(std::fs::read(file)?);
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
    bail!("{} is not among the downloads", file.display())
}

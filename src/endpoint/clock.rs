//! What time it is for the endpoint.

use std::time::{SystemTime, UNIX_EPOCH};

use axum::http::HeaderMap;

/// The header by which a rehearsal says what time it plays: seconds since 1970.
pub const PRACTICE_NOW: &str = "stairwell-practice-now";

/// Where the endpoint takes the time from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// This computer.
    System,
    /// The request ([`PRACTICE_NOW`]), else this computer. Such an endpoint takes practice
    /// campaigns only.
    Practice,
}

impl Clock {
    /// Seconds since 1970, for a request with these headers.
    pub fn now(self, headers: &HeaderMap) -> i64 {
        let played = headers
            .get(PRACTICE_NOW)
            .filter(|_| self == Clock::Practice)
            .and_then(|now| now.to_str().ok())
            .and_then(|now| now.parse().ok());
        played.unwrap_or_else(system_now)
    }
}

/// This computer's clock: seconds since 1970.
pub fn system_now() -> i64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .ok()
        .and_then(|since| i64::try_from(since.as_secs()).ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_practice_clock_listens_to_the_request() {
        let mut headers = HeaderMap::new();
        headers.insert(PRACTICE_NOW, "1700000000".parse().unwrap());
        assert_eq!(Clock::Practice.now(&headers), 1_700_000_000);
        assert!(Clock::System.now(&headers) > 1_750_000_000);
        assert!(Clock::Practice.now(&HeaderMap::new()) > 1_750_000_000);
    }
}

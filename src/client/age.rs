//! How old the oldest is of what waits to be sent.

use std::collections::BTreeMap;

use super::journal::LogRecord;
use crate::canvass::dot::{Dot, LogId};
use crate::canvass::fold::State;

/// When the oldest event of these logs was recorded that is not acknowledged, by this phone's clock. What is
/// not accepted does not wait.
pub(super) fn waits_since(state: &State, logs: &BTreeMap<LogId, LogRecord>) -> Option<i64> {
    let open = logs.values().filter(|record| record.parked.is_none());
    let oldest = open.filter_map(|record| {
        // A log's first event says who writes, and what was struck since is not seen any more.
        let waiting = record.acknowledged.max(1) + 1..record.next;
        let log = record.log;
        let times = waiting.filter_map(|seq| Some(state.entry(Dot { log, seq })?.event.at));
        times.min()
    });
    oldest.min()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canvass::author::{Author, CertificateId, PersonId, Role};
    use crate::canvass::draft::Draft;
    use crate::canvass::fact::Fact;
    use crate::canvass::fold::Written;
    use crate::canvass::id::StairId;
    use crate::canvass::stream::Stream;
    use crate::sync::certificate::CampaignId;
    use crate::sync::wire::RefusalCode;

    const NOW: i64 = 1_773_077_400;
    const STAIR: Stream = Stream::Stair(StairId(Dot {
        log: LogId([5; 8]),
        seq: 1,
    }));

    /// A log of three events and who writes them.
    fn record(n: u8) -> LogRecord {
        let author = Author {
            device: CertificateId([1; 32]),
            line: Vec::new(),
            person: PersonId([2; 16]),
            role: Role::Volunteer,
            issued: NOW,
            appointed: NOW,
            stream: STAIR,
        };
        let log = LogRecord::new(LogId([n; 8]), CampaignId([3; 32]), author);
        LogRecord { next: 5, ..log }
    }

    #[test]
    fn the_age_of_what_waits_is_that_of_the_oldest_event_that_is_not_acknowledged() {
        let [record, other] = [7, 9].map(record);
        // Who writes, and then notes of these times after that: the clock was put back between two.
        let written = |record: &LogRecord, times: [i64; 3]| {
            let writer = Fact::Writer {
                name: "Nerys".into(),
            };
            let writer = Draft::new(STAIR, writer, Vec::new()).at(NOW - 900);
            let notes = times.map(|at| {
                let fact = Fact::Note {
                    words: "made up".into(),
                };
                Draft::new(STAIR, fact, Vec::new()).at(NOW + at)
            });
            Written {
                log: record.log,
                author: record.author.clone(),
                first: 1,
                offset: 0,
                events: [writer].into_iter().chain(notes).collect(),
            }
        };
        let state = State::fold(&[
            written(&record, [50, 20, 80]),
            written(&other, [70, 30, 90]),
        ]);
        let since = |acknowledged: [u64; 2], parked: Option<RefusalCode>| {
            let [one, two] = acknowledged;
            let one = LogRecord {
                acknowledged: one,
                ..record.clone()
            };
            let two = LogRecord {
                acknowledged: two,
                parked,
                ..other.clone()
            };
            let logs = BTreeMap::from([(one.log, one), (two.log, two)]);
            waits_since(&state, &logs).map(|at| at - NOW)
        };
        // Who writes waits for nothing, however early that was.
        assert_eq!(since([0, 0], None), Some(20));
        assert_eq!(since([1, 1], None), Some(20));
        assert_eq!(since([3, 1], None), Some(30));
        assert_eq!(since([3, 3], None), Some(80));
        assert_eq!(since([4, 3], None), Some(90));
        assert_eq!(since([4, 4], None), None);
        // What is not accepted is told by itself.
        assert_eq!(since([4, 0], Some(RefusalCode::Clash)), None);
    }
}

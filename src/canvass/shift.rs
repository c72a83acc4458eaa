//! The end of a shift, as it is recorded.

use super::author::PersonId;
use super::dot::Dot;
use super::draft::Draft;
use super::fact::Fact;
use super::fold::State;
use super::id::HeadId;
use super::stream::Stream;

/// That this person's shift has ended, about the newest event of each of their logs here: an
/// organiser's device that has merged those knows this phone is in.
pub fn ended(state: &State, person: PersonId) -> Draft {
    let heads = state
        .logs()
        .filter(|(_, log)| log.author.person == person && log.author.stream != Stream::Inner)
        .map(|(id, log)| {
            HeadId(Dot {
                log: id,
                seq: log.head,
            })
            .into()
        })
        .collect();
    Draft::new(Stream::Inner, Fact::ShiftEnded {}, heads)
}

#[cfg(test)]
mod tests {
    use super::super::author::{Author, CertificateId, Role};
    use super::super::dot::LogId;
    use super::super::fold::Written;
    use super::super::id::{Id, StairId};
    use super::*;

    #[test]
    fn an_ended_shift_names_the_heads_of_ones_own_logs_only() {
        let stair = Stream::Stair(StairId(Dot {
            log: LogId([9; 8]),
            seq: 1,
        }));
        let written = |n: u8, events: usize| {
            let name = Draft::new(stair, Fact::Writer { name: "A".into() }, Vec::new());
            Written {
                log: LogId([n; 8]),
                author: Author {
                    device: CertificateId([n; 32]),
                    line: Vec::new(),
                    person: PersonId([n; 16]),
                    role: Role::Volunteer,
                    issued: 0,
                    appointed: 0,
                    stream: stair,
                },
                first: 1,
                offset: 0,
                events: vec![name.at(0); events],
            }
        };
        let state = State::fold(&[written(1, 3), written(2, 5)]);
        let head = Dot {
            log: LogId([1; 8]),
            seq: 3,
        };
        let draft = ended(&state, PersonId([1; 16]));
        assert_eq!(draft.about, [Id::from(HeadId(head))]);
        assert_eq!(draft.stream, Stream::Inner);
    }
}

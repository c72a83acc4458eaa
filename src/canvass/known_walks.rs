//! Walks that were counted once and hold still: a knock changes its own stair's walk and no other, and of that
//! its own door alone. My stairs are fourteen, and a tower has 144 doors.
//!
//! What is known is known of one state as it grows. Whoever puts another in its place begins with nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::dot::{Dot, LogId};
use super::event::Kind;
use super::fold::State;
use super::id::{DoorId, StairId, TurfId};
use super::stream::Stream;
use super::walk::{self, Tonight, Walk, done_last, knocked, stairs_walked};

/// The walks of one phone's turfs.
#[derive(Debug, Default)]
pub struct KnownWalks {
    of: Option<Of>,
    stairs: BTreeMap<StairId, Known>,
    /// The stairs that are walked, in the turfs' order.
    order: Option<Vec<StairId>>,
}

/// What all of them were counted of.
#[derive(Debug, PartialEq, Eq)]
struct Of {
    turfs: Vec<TurfId>,
    /// As of its beginning.
    night: Tonight,
    /// How much is heard of logs that are no stair's, all doors, and how often organisers have counted, in
    /// whichever stream: a walk hangs on nothing else beside its own stair.
    elsewhere: Heard,
    doors: Vec<Dot>,
    counted: usize,
}

/// How many events of each log are counted.
type Heard = BTreeMap<LogId, u64>;

/// One of them.
#[derive(Debug)]
struct Known {
    /// What was heard of its stair when it was counted.
    heard: Heard,
    /// When it was, and until when it holds where nothing else is heard: seconds since 1970.
    from: i64,
    until: i64,
    walk: Option<Arc<Walk>>,
}

impl KnownWalks {
    /// The walk of a stair, as [`walk`] gives it.
    pub fn walk(
        &mut self,
        state: &State,
        stair: StairId,
        turfs: &[TurfId],
        tonight: Tonight,
    ) -> Option<Arc<Walk>> {
        self.fit(state, turfs, tonight);
        self.one(state, stair, turfs, tonight)
    }

    /// The walks of these turfs, as [`walks`](super::walk::walks) gives them.
    pub fn walks(&mut self, state: &State, turfs: &[TurfId], tonight: Tonight) -> Vec<Arc<Walk>> {
        self.fit(state, turfs, tonight);
        let order = self.order.take();
        let order = order.unwrap_or_else(|| stairs_walked(state, turfs));
        let all = order.iter();
        let all = all.filter_map(|stair| self.one(state, *stair, turfs, tonight));
        let mut walks: Vec<Arc<Walk>> = all.collect();
        self.order = Some(order);
        done_last(&mut walks);
        walks
    }

    /// Forgets what was counted of something else.
    fn fit(&mut self, state: &State, turfs: &[TurfId], tonight: Tonight) {
        let no_stairs = |stream: Stream| !matches!(stream, Stream::Stair(_));
        let of = Of {
            turfs: turfs.to_vec(),
            night: Tonight { now: 0, ..tonight },
            elsewhere: heard(state, no_stairs),
            doors: state.dots_of(Kind::DOOR).collect(),
            counted: state.dots_of(Kind::COUNTED).count(),
        };
        if self.of.as_ref() != Some(&of) {
            *self = KnownWalks {
                of: Some(of),
                ..KnownWalks::default()
            };
        }
    }

    fn one(
        &mut self,
        state: &State,
        stair: StairId,
        turfs: &[TurfId],
        tonight: Tonight,
    ) -> Option<Arc<Walk>> {
        let heard = heard(state, |stream| stream == Stream::Stair(stair));
        let known = self.stairs.get(&stair);
        let known = known.filter(|known| (known.from..known.until).contains(&tonight.now));
        let walk = match known {
            Some(known) if known.heard == heard => return known.walk.clone(),
            Some(known) => known.knocked_since(state, &heard, tonight).map(Some),
            None => None,
        };
        let walk = walk.unwrap_or_else(|| walk::walk(state, stair, turfs, tonight).map(Arc::new));
        let until = walk.as_ref().map(|walk| walk.same_until(tonight.now));
        let known = Known {
            heard,
            from: tonight.now,
            until: until.unwrap_or(i64::MAX),
            walk: walk.clone(),
        };
        self.stairs.insert(stair, known);
        walk
    }
}

impl Known {
    /// This walk with what was heard since, where that is knocks and nothing else.
    fn knocked_since(&self, state: &State, heard: &Heard, tonight: Tonight) -> Option<Arc<Walk>> {
        if self.heard.keys().any(|log| !heard.contains_key(log)) {
            return None;
        }
        let mut doors = BTreeSet::new();
        for (log, head) in heard {
            for seq in self.heard.get(log).copied().unwrap_or(0) + 1..=*head {
                // What was struck before it came is not there, and may have struck something itself.
                let event = &state.entry(Dot { log: *log, seq })?.event;
                match event.kind {
                    Kind::KNOCK if event.over.is_empty() => {}
                    // Who writes is shown with what they write.
                    Kind::WRITER => {}
                    _ => return None,
                }
                let about = event.about.iter().copied();
                doors.extend(about.filter_map(|id| DoorId::try_from(id).ok()));
            }
        }
        let walk = self.walk.as_deref()?.clone();
        knocked(walk, state, &doors, tonight).map(Arc::new)
    }
}

/// How many events of each log of these streams are counted.
fn heard(state: &State, stream: impl Fn(Stream) -> bool) -> Heard {
    let logs = state.logs().filter(|(_, log)| stream(log.author.stream));
    logs.map(|(id, log)| (id, log.head)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::author::Role;
    use super::super::draft;
    use super::super::dwelling::{Behind, stands};
    use super::super::estate;
    use super::super::fact::{Fact, Outcome};
    use super::super::fold::Counted;
    use super::super::id::{HeadId, Id};
    use super::super::small::{NOW, Small};
    use super::super::walk::walks;
    use super::*;

    const DOORS: usize = 6;

    /// Something that is written: by whom, on which stair, of which door (of either), what, and how long after
    /// what was before, in seconds.
    type Said = (u8, u64, usize, u8, i64);

    fn write(small: &mut Small, (by, stair, door, what, after): Said) {
        small.now += after;
        // Two of either stair.
        let door = [0, 1, 7, 8][door];
        let home = Id::from(small.household(door));
        let about = vec![small.door(door).into(), home];
        let knock = |outcome| Fact::Knock {
            outcome,
            by: None,
            when: None,
        };
        let (role, fact, about) = match what % 9 {
            0 => (Role::Volunteer, knock(Outcome::NotHome), about),
            1 => (Role::Volunteer, knock(Outcome::Spoke), about),
            2 => {
                let new = Fact::Door {
                    label: "Flat 1B".into(),
                    floor: Some(0),
                    order: 1,
                    uprn: None,
                };
                (Role::Volunteer, new, vec![])
            }
            3 => {
                let what = Fact::FollowUp {
                    what: "Ring".into(),
                    who: None,
                    by: Some(0),
                };
                (Role::Volunteer, what, vec![home])
            }
            4 => {
                let behind = stands(
                    &small.state(),
                    Stream::Stair(small.stair(stair)),
                    small.door(door),
                    Behind::Shop,
                );
                small.record(by, Role::Volunteer, behind);
                return;
            }
            5 => {
                small.board(Fact::Erased {}, vec![home]);
                return;
            }
            6 => {
                let head = small.say(by, Role::Volunteer, stair, knock(Outcome::ComeBack), about);
                let counted = Fact::Counted {
                    hashes: vec![[0; 32]],
                };
                (Role::Organiser, counted, vec![HeadId(head).into()])
            }
            7 => {
                // Whoever knocked last at the first door of a stair takes it back.
                let state = small.state();
                let knocks = estate::knocks(&state, small.door([0, 7][stair as usize]));
                let Some(last) = knocks.last() else { return };
                let stream = Stream::Stair(small.stair(stair));
                // The first byte of a log's name is whose it is.
                let by = last.dot.log.0[0];
                if let Some(strike) = draft::strike(&state, stream, &[last.dot]) {
                    small.record(by, Role::Volunteer, strike);
                }
                return;
            }
            _ => {
                let most = 1 + what % 4;
                small.board(Fact::Tries { most }, vec![]);
                return;
            }
        };
        // An organiser's events of a stair stand in a log of their own.
        let by = if role == Role::Organiser {
            by + 100
        } else {
            by
        };
        small.say(by, role, stair, fact, about);
    }

    proptest! {
        /// Whatever is heard, in the stair it is about or in another, and whenever one looks: what is known is
        /// what is counted anew.
        #[test]
        fn what_is_known_of_a_walk_is_what_counting_it_anew_gives(
            said in prop::collection::vec((3_u8..6, 0_u64..2, 0_usize..4, 0_u8..36, 0_i64..40_000), 1..20),
            looks in prop::collection::vec(0_i64..90_000, 20),
        ) {
            let mut small = Small::new(DOORS);
            let doors = [1, 0, 2, 8, 7].map(|door| Id::from(small.door(door)));
            let turf = small.board(Fact::Turf { name: "1".into() }, doors.to_vec());
            let turfs = [TurfId(turf)];
            let mut state = small.state();
            let mut known = KnownWalks::default();
            let mut now = NOW;
            for (said, look) in said.into_iter().zip(looks) {
                write(&mut small, said);
                for run in small.runs() {
                    prop_assert!(state.add(&run) == Counted::Merged);
                }
                now = now.max(small.now) + look;
                let tonight = Tonight::in_utc(now);
                let kept = known.walks(&state, &turfs, tonight);
                let kept: Vec<Walk> = kept.iter().map(|walk| (**walk).clone()).collect();
                prop_assert_eq!(kept, walks(&state, &turfs, tonight));
                for place in 0..2 {
                    let stair = small.stair(place);
                    let kept = known.walk(&state, stair, &turfs, tonight);
                    prop_assert_eq!(kept.as_deref().cloned(), walk::walk(&state, stair, &turfs, tonight));
                }
            }
        }
    }

    /// Of a stair that was counted before, a knock has its own door looked at and no other.
    #[test]
    fn a_knock_is_put_into_the_walk_that_is_known() {
        let mut small = Small::new(DOORS);
        let mut known = KnownWalks::default();
        let tonight = Tonight::in_utc(NOW);
        let stair = small.stair(0);
        let state = small.state();
        known.walk(&state, stair, &[], tonight).unwrap();
        // Knocked for the first time, and so in a log of its own.
        for (what, since) in [(0, true), (1, true), (3, false)] {
            write(&mut small, (3, 0, 0, what, 60));
            let state = small.state();
            let heard = heard(&state, |stream| stream == Stream::Stair(stair));
            let after = known.stairs[&stair].knocked_since(&state, &heard, tonight);
            assert_eq!(after.is_some(), since, "{what}");
            let anew = walk::walk(&state, stair, &[], tonight);
            assert_eq!(
                known.walk(&state, stair, &[], tonight).as_deref().cloned(),
                anew
            );
        }
    }

    #[test]
    fn a_knock_leaves_the_walk_of_another_stair_as_it_was_counted() {
        let mut small = Small::new(DOORS);
        let mut known = KnownWalks::default();
        let tonight = Tonight::in_utc(NOW);
        write(&mut small, (3, 0, 0, 0, 60));
        let state = small.state();
        let (here, other) = (small.stair(0), small.stair(1));
        let before = [here, other].map(|it| known.walk(&state, it, &[], tonight).unwrap());
        write(&mut small, (3, 0, 0, 1, 60));
        let state = small.state();
        let after = [here, other].map(|it| known.walk(&state, it, &[], tonight).unwrap());
        assert_ne!(before[0], after[0]);
        assert!(Arc::ptr_eq(&before[1], &after[1]));
    }
}

//! A new campaign is filled from a package, part by part: what is recorded already is known again, so that
//! a phone that is put away half-way goes on where it stopped.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use thiserror::Error;

use super::packing::{NotPacked, passed_on, read};
use super::{Access, Counts, Home, Issue, Package, Reach};
use crate::canvass::consent::{Consent, consent};
use crate::canvass::demand::{Closed, Demanded, Named, Won};
use crate::canvass::dot::Dot;
use crate::canvass::draft::Draft;
use crate::canvass::dwelling::{Behind, stands};
use crate::canvass::estate;
use crate::canvass::event::Kind;
use crate::canvass::fact::{Fact, Value};
use crate::canvass::fold::State;
use crate::canvass::giveaways::Giveaways;
use crate::canvass::handover::{
    HeldBefore, RaisedBefore, TestedBefore, ask_again, held_before, is_to_be_asked,
};
use crate::canvass::id::{BlockId, DoorId, Facet, HouseholdId, Id, StairId};
use crate::canvass::readback::one_more_sealed;
use crate::canvass::stream::Stream;
use crate::canvass::tenure::holds;
use crate::canvass::training::{Climbed, Trained};
use crate::canvass::walk::Tonight;
use crate::organise::export::{may_contact, reachable};

/// How far a campaign is filled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filled {
    /// This is to be recorded next, all or any part of it; then ask again.
    Next(Vec<Draft>),
    /// Everything of the package is there.
    Done,
}

/// Why a campaign is not filled from a package.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum NotFilled {
    /// There are homes already.
    #[error("this campaign has homes already, and a package fills an empty one")]
    HasHomes,
    /// It was filled from another package.
    #[error("this campaign was begun from another package")]
    Another,
}

impl NotFilled {
    /// The catalogue's key of its sentence.
    pub fn key(self) -> &'static str {
        match self {
            NotFilled::HasHomes => "handover.has_homes",
            NotFilled::Another => "handover.another",
        }
    }
}

/// What is to be recorded next of a package, by what its file hashes to.
///
/// # Errors
/// [`NotFilled`].
pub fn fill(state: &State, package: &Package, hash: [u8; 32]) -> Result<Filled, NotFilled> {
    match held_before(state) {
        Some(before) if before.package == hash => return Ok(Filled::Done),
        Some(_) => return Err(NotFilled::Another),
        None => {}
    }
    Ok(match parts(state, package, hash)? {
        Err(Missing(drafts)) => Filled::Next(drafts),
        Ok(()) => Filled::Done,
    })
}

/// What is not recorded yet of a part: nothing that names it can be.
struct Missing(Vec<Draft>);

/// Goes through the parts in the order in which one names the other.
fn parts(
    state: &State,
    package: &Package,
    hash: [u8; 32],
) -> Result<Result<(), Missing>, NotFilled> {
    let drafts = blocks(package);
    let there = state.of_kind(Kind::BLOCK).count();
    let blocks = recorded(state, &drafts);
    let known = blocks.iter().flatten().count();
    if there > known {
        return Err(NotFilled::HasHomes);
    }
    Ok((|| {
        let blocks = all(blocks, drafts)?;
        let stairs = ids(state, stairs(package, &blocks))?;
        ids(state, estates(package, &blocks))?;
        let doors = ids(state, doors(package, &stairs))?;
        ids(state, facts(state, package, &blocks, &stairs, &doors))?;
        let issues = ids(state, issues(package))?;
        let demands = ids(state, demands(package, &issues))?;
        ids(state, of_issues(package, &issues, &demands))?;
        ids(state, tests_and_training(package))?;
        ids(state, vec![last(package, hash)])?;
        Ok(())
    })())
}

/// Under which dots these are recorded; of several that say the same each has one of its own.
fn recorded(state: &State, drafts: &[Draft]) -> Vec<Option<Dot>> {
    type Said = (Kind, Vec<Id>, Vec<u8>);
    let kinds: BTreeSet<Kind> = drafts.iter().map(|draft| draft.fact.kind()).collect();
    let mut there: BTreeMap<Said, VecDeque<Dot>> = BTreeMap::new();
    for kind in kinds {
        for (dot, entry) in state.of_kind(kind) {
            let said = (kind, entry.event.about.clone(), entry.event.body.clone());
            there.entry(said).or_default().push_back(dot);
        }
    }
    drafts
        .iter()
        .map(|draft| {
            let said = (draft.fact.kind(), draft.about.clone(), draft.fact.body());
            there.get_mut(&said)?.pop_front()
        })
        .collect()
}

fn ids(state: &State, drafts: Vec<Draft>) -> Result<Vec<Dot>, Missing> {
    all(recorded(state, &drafts), drafts)
}

fn all(recorded: Vec<Option<Dot>>, drafts: Vec<Draft>) -> Result<Vec<Dot>, Missing> {
    let missing: Vec<Draft> = recorded
        .iter()
        .zip(drafts)
        .filter(|(dot, _)| dot.is_none())
        .map(|(_, draft)| draft)
        .collect();
    match missing.is_empty() {
        true => Ok(recorded.into_iter().flatten().collect()),
        false => Err(Missing(missing)),
    }
}

fn board(fact: Fact, about: Vec<Id>) -> Draft {
    Draft::new(Stream::Board, fact, about)
}

fn inner(fact: Fact) -> Draft {
    Draft::new(Stream::Inner, fact, Vec::new())
}

fn blocks(package: &Package) -> Vec<Draft> {
    let block = |block: &super::Block| Fact::Block {
        name: block.name.clone(),
        kind: block.kind,
    };
    let facts = package.blocks.iter().map(block);
    facts.map(|fact| board(fact, Vec::new())).collect()
}

fn stairs(package: &Package, blocks: &[Dot]) -> Vec<Draft> {
    let with_ids = package.blocks.iter().zip(blocks);
    let stairs = with_ids.flat_map(|(block, id)| {
        block.stairs.iter().map(|stair| {
            let fact = Fact::Stair {
                name: stair.name.clone(),
                kind: stair.kind,
            };
            board(fact, vec![BlockId(*id).into()])
        })
    });
    stairs.collect()
}

fn estates(package: &Package, blocks: &[Dot]) -> Vec<Draft> {
    let with_ids = package.blocks.iter().zip(blocks);
    let named = with_ids.filter(|(block, _)| !block.estate.is_empty());
    let drafts = named.map(|(block, id)| {
        let fact = Fact::Estate {
            name: block.estate.clone(),
        };
        board(fact, vec![BlockId(*id).into()])
    });
    drafts.collect()
}

/// The stairs of a package, each with its block's place.
fn all_stairs(package: &Package) -> impl Iterator<Item = (usize, &super::Stair)> {
    let blocks = package.blocks.iter().enumerate();
    blocks.flat_map(|(place, block)| block.stairs.iter().map(move |stair| (place, stair)))
}

fn doors(package: &Package, stairs: &[Dot]) -> Vec<Draft> {
    let with_ids = all_stairs(package).zip(stairs);
    let drafts = with_ids.flat_map(|((_, stair), id)| {
        let stream = Stream::Stair(StairId(*id));
        (0..).zip(&stair.homes).map(move |(order, home)| {
            let fact = Fact::Door {
                label: home.label.clone(),
                floor: home.floor,
                order,
                uprn: home.uprn,
            };
            Draft::new(stream, fact, Vec::new())
        })
    });
    drafts.collect()
}

/// What is known of stairs and homes.
fn facts(
    state: &State,
    package: &Package,
    blocks: &[Dot],
    stairs: &[Dot],
    doors: &[Dot],
) -> Vec<Draft> {
    let mut doors = doors.iter().map(|dot| DoorId(*dot));
    let mut drafts = Vec::new();
    for ((place, stair), id) in all_stairs(package).zip(stairs) {
        let stair_id = StairId(*id);
        let stream = Stream::Stair(stair_id);
        let block = blocks.get(place).map(|dot| Id::from(BlockId(*dot)));
        for access in &stair.access {
            drafts.extend(block.map(|block| way_in(stream, access, block, stair_id.into())));
        }
        for ((order, home), door) in (0..).zip(&stair.homes).zip(&mut doors) {
            drafts.extend(of_home(state, stream, home, door));
            drafts.extend(home.entrance.clone().map(|entrance| {
                let fact = Fact::Placed {
                    entrance: Some(entrance),
                    floor: home.floor,
                    order,
                };
                board(fact, vec![door.into()])
            }));
            let household = HouseholdId::FirstOf(door);
            drafts.extend(reach(stream, &home.reach, household, package.from.day));
        }
    }
    drafts
}

fn way_in(stream: Stream, access: &Access, block: Id, stair: Id) -> Draft {
    let words = |words: &str| Fact::PlainFact {
        value: Value::Words(words.to_string()),
    };
    let code = |code: &str| Fact::EntryCode {
        code: code.to_string(),
    };
    let (fact, about) = match access {
        Access::Block(said) => (words(said), vec![block, Facet::ACCESS.into()]),
        Access::Stair(said) => (words(said), vec![stair, Facet::ACCESS.into()]),
        Access::BlockCode(said) => (code(said), vec![block]),
        Access::StairCode(said) => (code(said), vec![stair]),
    };
    Draft::new(stream, fact, about)
}

fn of_home(state: &State, stream: Stream, home: &Home, door: DoorId) -> Vec<Draft> {
    let household = HouseholdId::FirstOf(door);
    let access = home.access.iter().map(|words| {
        let value = Value::Words(words.clone());
        let about = vec![door.into(), Facet::ACCESS.into()];
        Draft::new(stream, Fact::PlainFact { value }, about)
    });
    let behind = (home.behind != Behind::Home).then(|| stands(state, stream, door, home.behind));
    let tenure = home.tenure.as_ref();
    let tenure = tenure.map(|tenure| holds(state, stream, household, tenure));
    let no_knock = home.no_knock.map(|scope| {
        let fact = Fact::DoNotKnock { scope };
        Draft::new(stream, fact, vec![household.into()])
    });
    let drafts = access.chain(behind).chain(tenure).chain(no_knock);
    drafts.collect()
}

fn reach(stream: Stream, reach: &Reach, household: HouseholdId, day: i32) -> Vec<Draft> {
    let purpose = vec![household.into(), Facet::CONTACT_CONSENT.into()];
    let said = |value| Draft::new(stream, Fact::PlainFact { value }, purpose.clone());
    match reach {
        Reach::NotSaid => Vec::new(),
        Reach::AskAgain => vec![ask_again(stream, household, day)],
        Reach::No => vec![said(Value::No)],
        Reach::TakenBack => vec![
            said(Value::No),
            Draft::new(stream, Fact::ConsentWithdrawn {}, purpose.clone()),
        ],
        Reach::PassedOn(people) => {
            let of_people = people.iter().flat_map(|person| {
                let fact = Fact::Contact {
                    name: person.name.clone(),
                    reach: person.reach.clone(),
                };
                let contact = Draft::new(Stream::Inner, fact, vec![household.into()]);
                [contact, one_more_sealed(stream, household)]
            });
            std::iter::once(said(Value::Yes)).chain(of_people).collect()
        }
    }
}

fn issues(package: &Package) -> Vec<Draft> {
    let named = package.issues.iter().map(|issue| Fact::Issue {
        said: Named {
            name: issue.name.clone(),
            of: None,
            instead: Vec::new(),
        },
    });
    named.map(inner).collect()
}

fn demands(package: &Package, issues: &[Dot]) -> Vec<Draft> {
    let with_ids = package.issues.iter().zip(issues);
    let demands = with_ids.flat_map(|(issue, id)| {
        issue.demands.iter().map(|demand| Fact::Demand {
            said: Demanded {
                issue: *id,
                of: None,
                who: demand.who.clone(),
                what: demand.what.clone(),
                by: demand.by,
                know: demand.know.clone(),
                target: demand.target.clone(),
                decides: demand.decides,
                instead: Vec::new(),
            },
        })
    });
    demands.map(inner).collect()
}

/// How widely issues were raised, what came of their demands, and how they ended.
fn of_issues(package: &Package, issues: &[Dot], demands: &[Dot]) -> Vec<Draft> {
    let mut demand_ids = demands.iter();
    let mut facts = Vec::new();
    for (issue, id) in package.issues.iter().zip(issues) {
        facts.extend(ended(issue, *id));
        for (demand, id) in issue.demands.iter().zip(&mut demand_ids) {
            facts.extend(demand.won.iter().map(|won| Fact::Won {
                said: Won {
                    demand: *id,
                    tenure: won.tenure.clone(),
                    step: won.step.clone(),
                    day: won.day,
                    instead: Vec::new(),
                },
            }));
        }
    }
    facts.into_iter().map(inner).collect()
}

fn ended(issue: &Issue, id: Dot) -> Vec<Fact> {
    let raised = Fact::RaisedBefore {
        said: RaisedBefore {
            issue: id,
            homes: issue.homes,
            spoken: issue.spoken,
        },
    };
    let closed = issue.closed.iter().map(|closed| Fact::Closed {
        said: Closed {
            issue: id,
            ending: closed.ending,
            why: closed.why.clone(),
            day: closed.day,
            instead: Vec::new(),
        },
    });
    std::iter::once(raised).chain(closed).collect()
}

fn tests_and_training(package: &Package) -> Vec<Draft> {
    let tests = package.tests.iter().map(|test| Fact::TestedBefore {
        said: TestedBefore {
            ask: test.ask.clone(),
            rung: test.rung,
            n: test.n,
            of: test.of,
            needed: test.needed,
            day: test.day,
        },
    });
    let trained = package.trained.iter().map(|trained| Fact::Trained {
        said: Trained {
            who: trained.who.clone(),
            by: trained.by.clone(),
            day: trained.day,
            instead: Vec::new(),
        },
    });
    let climbed = package.climbed.iter().map(|climbed| Fact::Climbed {
        said: Climbed {
            who: climbed.who.clone(),
            rung: climbed.rung,
            witness: climbed.witness.clone(),
            day: climbed.day,
            instead: Vec::new(),
        },
    });
    tests.chain(trained).chain(climbed).map(inner).collect()
}

/// What is recorded when everything else is.
fn last(package: &Package, hash: [u8; 32]) -> Draft {
    let said = HeldBefore {
        group: package.from.group.clone(),
        contact: package.from.contact.clone(),
        day: package.from.day,
        homes: u32::try_from(package.homes().count()).unwrap_or(u32::MAX),
        package: hash,
    };
    board(Fact::HeldBefore { said }, Vec::new())
}

/// A home that is to be asked again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ToAsk {
    /// Its stair.
    pub stair: StairId,
    /// Its door.
    pub door: DoorId,
    /// Who lives there.
    pub household: HouseholdId,
}

/// The homes that said yes to the campaign before and are still to be asked by this one, in walk order: none
/// that have said anything since, moved, or asked not to be knocked (today: days since 1970-01-01).
pub fn to_be_asked(state: &State, today: i32) -> Vec<ToAsk> {
    let waits = |home: &ToAsk| {
        let said = consent(state, home.household, Facet::CONTACT_CONSENT);
        let unwanted = estate::do_not_knock(state, home.household, today)
            || estate::is_hidden(state, home.household);
        is_to_be_asked(state, home.household) && said == Consent::NotAsked && !unwanted
    };
    all_homes(state).filter(waits).collect()
}

/// The homes that this campaign may be in touch with and that have not said whether that may be passed on, in
/// walk order (today: days since 1970-01-01).
pub fn to_be_asked_before(state: &State, today: i32) -> Vec<ToAsk> {
    let waits = |home: &ToAsk| {
        let said = passed_on(state, home.household);
        said == Consent::NotAsked && may_contact(state, home.household, today)
    };
    all_homes(state).filter(waits).collect()
}

fn all_homes(state: &State) -> impl Iterator<Item = ToAsk> {
    let doors = estate::all_doors(state).into_iter();
    doors.flat_map(move |(stair, doors)| {
        let home = move |door: estate::Door| ToAsk {
            stair,
            door: door.id,
            household: estate::household(state, door.id),
        };
        doors.into_iter().map(home)
    })
}

/// How much there is in a campaign that was filled, whatever its words: to be compared with what was in the package.
///
/// # Errors
/// [`NotPacked`], as for packing.
pub fn counted(state: &State, tonight: Tonight) -> Result<Counts, NotPacked> {
    let counts = read(state, tonight, &Giveaways::default())?;
    let counts = counts.package.counts();
    Ok(Counts {
        people: reachable(state, tonight.today).len(),
        ask_again: to_be_asked(state, tonight.today).len(),
        tests: state.of_kind(Kind::TESTED_BEFORE).count(),
        ..counts
    })
}

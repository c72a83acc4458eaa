//! The night: a campaign is founded, an estate listed, phones walk it in bad air, one is lost
//! and revoked, one person brings a second device; in the morning everything is merged.

use std::collections::BTreeSet;
use std::net::SocketAddr;

use anyhow::Context;

use super::tally::{Comparison, Tally};
use super::walker::{Air, Walker, one_in, pick};
use super::wire_tap::WireTap;
use crate::canvass::address_list::Plan;
use crate::canvass::draft::Draft;
use crate::canvass::estate::{self, Door};
use crate::canvass::fact::Fact;
use crate::canvass::fold::State;
use crate::canvass::id::{BlockId, HeadId, Id, QuestionId, StairId, TurfId};
use crate::canvass::stream::Stream;
use crate::canvass::walk::Tonight;
use crate::command::chance::Chance;
use crate::command::enrol::join;
use crate::command::journal::Journal;
use crate::command::merge::{count, pull};
use crate::command::phone::Phone;
use crate::command::post::Endpoint;
use crate::organise::counted::withheld;
use crate::organise::report::Report;
use crate::organise::{listening, phones, publish};
use crate::sync::certificate::{PersonId, Reach, Role};
use crate::sync::device::{Device, Founding, InviteTerms};
use crate::sync::epoch::Keyring;
use crate::sync::grant::Package;
use crate::sync::granting::{new_epoch, publish_invite};
use crate::sync::invite::InviteCode;
use crate::sync::root;
use crate::sync::wire::{Joined, Members, Revoke, Revoked, path};

/// How long the phones are out, in minutes.
const MINUTES: i64 = 150;
/// After how many minutes the lost phone is revoked.
const REVOKED_AFTER: i64 = 90;
/// How long after it begins organisers have merged it.
pub const MORNING_AFTER: i64 = 14 * 3_600;
const WORDS: &str = include_str!("../../../public/words.txt");

/// What is to be played.
pub struct Programme<'p> {
    /// The estate.
    pub plan: &'p Plan,
    /// How many phones are out.
    pub phones: usize,
    /// About as many doors as one phone walks in an evening.
    pub doors_a_turf: usize,
    /// When it begins, seconds since 1970.
    pub evening: i64,
    /// When the campaign ends.
    pub ends: i64,
    /// What the campaign says of itself: [`listening::about_us`] and [`listening::kept`].
    pub about: [Draft; 2],
    /// Who walks: by turns, where there are more phones than names.
    pub names: Vec<String>,
    /// What happens at doors and in the air. The same for the same seed.
    pub luck: Chance,
    /// What keys are made of.
    pub chance: Chance,
}

/// Where it is played: an endpoint that was started for rehearsals.
pub struct Stage {
    /// Where it listens.
    pub listening: SocketAddr,
    /// What starts a campaign there.
    pub start_code: String,
}

/// What the morning shows.
pub struct Night {
    /// The organiser's device, which has merged everything.
    pub organiser: Phone,
    /// The endpoint, as it asks it, in the morning.
    pub endpoint: Endpoint,
    /// Recorded against merged.
    pub comparison: Comparison,
    /// The merged report.
    pub report: Report,
    /// Whose logs were counted and cannot be had.
    pub withheld: Vec<String>,
    /// The digest of everything recorded.
    pub digest: [u8; 32],
    /// Bytes phones sent, HTTP headers with them.
    pub bytes: u64,
    /// Of those, request bodies.
    pub body_bytes: u64,
    /// Stairs that a phone and the organiser do not see alike.
    pub differing: BTreeSet<StairId>,
}

/// Everyone in it.
struct Cast {
    organiser: Phone,
    direct: Endpoint,
    walkers: Vec<Walker>,
    tally: Tally,
    tap: WireTap,
    luck: Chance,
    chance: Chance,
    evening: i64,
}

/// Plays it.
///
/// # Errors
/// Where the endpoint refuses what it should not.
pub fn play(programme: Programme<'_>, stage: &Stage) -> anyhow::Result<Night> {
    let Programme {
        plan,
        phones,
        evening,
        mut chance,
        ..
    } = programme;
    let mut direct = Endpoint::new(&format!("http://{}", stage.listening));
    direct.practice_now = Some(evening);
    let organiser = found(&direct, stage, (evening, programme.ends), &mut chance)?;
    let mut cast = Cast {
        organiser,
        direct,
        walkers: Vec::new(),
        tally: Tally::default(),
        tap: WireTap::start(stage.listening)?,
        luck: programme.luck,
        chance,
        evening,
    };
    cast.list(plan, &programme.about)?;
    let turfs = cut(&cast.organiser.state, phones, programme.doors_a_turf);
    cast.hand_out(&turfs, &programme.names)?;
    for minute in 0..MINUTES {
        cast.minute(minute)?;
        if minute == REVOKED_AFTER && phones >= 4 {
            cast.revoke_last(evening + minute * 60)?;
        }
    }
    let bytes = cast.come_home(evening + (MINUTES + 10) * 60)?;
    cast.morning(evening + MORNING_AFTER, bytes)
}

fn found(
    endpoint: &Endpoint,
    stage: &Stage,
    (evening, ends): (i64, i64),
    chance: &mut Chance,
) -> anyhow::Result<Phone> {
    let list: Vec<&str> = WORDS.lines().collect();
    let words = root::pick(&list, chance)?;
    let keys = root::keys(&words.join(" "), &list)?;
    let founding = Founding {
        start_code: stage.start_code.clone(),
        name: "Olwen".to_string(),
        now: evening,
        ends,
        practice: true,
    };
    let (start, joining) = founding.found(&keys, chance)?;
    let joined: Joined = endpoint.ask(path::START, None, &start, chance)?;
    Phone::open(Journal::new(joining.finish(&joined)?), evening, chance)
}

impl Cast {
    /// Lists the estate and the script, and sends both.
    fn list(&mut self, plan: &Plan, about: &[Draft]) -> anyhow::Result<()> {
        let (organiser, chance, evening) = (&mut self.organiser, &mut self.chance, self.evening);
        organiser.record(about, evening, chance)?;
        let blocks = organiser.record(&publish::blocks(plan), evening, chance)?;
        let blocks: Vec<BlockId> = blocks.into_iter().map(BlockId).collect();
        let stairs = organiser.record(&publish::stairs(plan, &blocks), evening, chance)?;
        let stairs: Vec<StairId> = stairs.into_iter().map(StairId).collect();
        for doors in publish::doors(plan, &stairs) {
            organiser.record(&doors, evening, chance)?;
        }
        let text = |key: &str| crate::locales::fill(key, &[]);
        let questions = organiser.record(&listening::questions(text), evening, chance)?;
        let questions: Vec<QuestionId> = questions.into_iter().map(QuestionId).collect();
        organiser.record(&[listening::script(text, &questions, 1)], evening, chance)?;
        pull(organiser, &self.direct, evening, chance)
    }

    /// Cuts turfs of whole stairs, each sharing a stair with the next, and invites who walks
    /// them: the third by a trainer, the last but one as somebody's second device.
    fn hand_out(&mut self, turfs: &[Vec<Door>], names: &[String]) -> anyhow::Result<()> {
        let (phones, evening) = (turfs.len(), self.evening);
        let mut ids = Vec::new();
        for (n, turf) in turfs.iter().enumerate() {
            let name = format!("Turf {}", n + 1);
            let about = turf.iter().map(|door| Id::from(door.id)).collect();
            let draft = Draft::new(Stream::Board, Fact::Turf { name }, about);
            let dots = self.organiser.record(&[draft], evening, &mut self.chance)?;
            ids.extend(dots.into_iter().map(TurfId));
        }
        pull(&mut self.organiser, &self.direct, evening, &mut self.chance)?;
        for n in 0..phones {
            let name = &names[second_of(n, phones).unwrap_or(n) % names.len()];
            let device = self.invite_and_join(n, name, turfs, ids[n])?;
            let skew = if n == 1 {
                400
            } else {
                pick(&mut self.luck, 40) as i64 - 20
            };
            let mut doors = turfs[n].clone();
            if second_of(n, phones).is_some() {
                doors.reverse();
            } else if n % 2 == 0 {
                begin_at_the_end(&mut doors);
            }
            let mut endpoint = Endpoint::new(&self.tap.origin());
            endpoint.practice_now = Some(evening);
            let phone = Phone::open(Journal::new(device), evening + skew, &mut self.chance)?;
            let mut walker = Walker {
                phone,
                skew,
                doors,
                walked: 0,
                endpoint,
                body_bytes: 0,
            };
            let air = Air::clear(&self.tap);
            walker.sync_in(&air, evening, &mut self.chance)?;
            self.walkers.push(walker);
        }
        Ok(())
    }

    fn invite_and_join(
        &mut self,
        n: usize,
        name: &str,
        turfs: &[Vec<Door>],
        turf: TurfId,
    ) -> anyhow::Result<Device> {
        let (phones, evening) = (turfs.len(), self.evening);
        let mut stairs: BTreeSet<StairId> = turfs[n].iter().map(|door| door.stair).collect();
        let trainer = n == 1 && phones > 3;
        if trainer {
            stairs.extend(turfs[2].iter().map(|door| door.stair));
        }
        let second_of = second_of(n, phones);
        let inviter = match (n, second_of) {
            (_, Some(first)) => &self.walkers[first].phone,
            (2, None) if phones > 3 => &self.walkers[1].phone,
            _ => &self.organiser,
        };
        let terms = InviteTerms {
            role: if trainer {
                Role::Trainer
            } else {
                Role::Volunteer
            },
            reach: Reach::Stairs(
                stairs
                    .iter()
                    .map(|stair| Stream::Stair(*stair).name())
                    .collect(),
            ),
            uses: 1,
            second_device_of: second_of.map(|first| person(&self.walkers[first])),
            now: evening,
            until: evening + 86_400,
        };
        let code = publish(inviter, &terms, vec![turf], &self.direct, &mut self.chance)?;
        join(&self.direct, &code, name, evening, &mut self.chance)
    }

    /// One minute: who knocks, who has signal, whose battery dies.
    fn minute(&mut self, minute: i64) -> anyhow::Result<()> {
        let now = self.evening + minute * 60;
        for (n, walker) in self.walkers.iter_mut().enumerate() {
            let (luck, chance) = (&mut self.luck, &mut self.chance);
            if one_in(luck, 2) {
                walker.knock(now, &mut self.tally, luck, chance)?;
            }
            if (minute + n as i64) % 5 == 0 && !walker.phone.forgotten {
                let air = Air::on_a_stair(&self.tap, luck);
                walker.sync_in(&air, now, chance)?;
            }
        }
        Ok(())
    }

    /// The last phone is lost: refused from now on, cut off at what was taken, and a new epoch
    /// for everyone else.
    fn revoke_last(&mut self, now: i64) -> anyhow::Result<()> {
        self.direct.practice_now = Some(now);
        let last = self.walkers.last().context("somebody is out")?;
        let device = last.phone.journal.device.joined_as;
        let token = self.organiser.journal.device.token.clone();
        let chance = &mut self.chance;
        let revoke = Revoke {
            certificate: device,
        };
        let revoked: Revoked = self
            .direct
            .ask(path::REVOKE, Some(&token), &revoke, chance)?;
        let heads = revoked
            .heads
            .iter()
            .map(|head| {
                let (log, seq) = (head.log, head.seq);
                HeadId(crate::canvass::dot::Dot { log, seq }).into()
            })
            .collect();
        let draft = Draft::new(Stream::Board, Fact::Revoked { device }, heads);
        self.organiser.record(&[draft], now, chance)?;
        let members: Members = self.direct.ask(path::MEMBERS, Some(&token), &(), chance)?;
        let unchanged = |_| (Vec::new(), Package::default());
        let (epoch, request) = new_epoch(
            &self.organiser.journal.device,
            &members,
            now,
            unchanged,
            chance,
        )?;
        self.direct
            .ask::<_, ()>(path::EPOCH, Some(&token), &request, chance)?;
        let mut journal = self.organiser.journal.clone();
        journal.device.keyring.add(Keyring::Organiser(vec![epoch]));
        self.organiser = Phone::open(journal, now, chance)?;
        pull(&mut self.organiser, &self.direct, now, chance)
    }

    /// Everyone ends their shift and gets home, where there is signal; what is left is sent.
    fn come_home(&mut self, now: i64) -> anyhow::Result<(u64, u64)> {
        for walker in &mut self.walkers {
            let chance = &mut self.chance;
            if !walker.phone.forgotten {
                walker.end_shift(now, &mut self.tally, chance)?;
            }
            for hour in 0..3 {
                let later = now + hour * 600;
                walker.sync_in(&Air::clear(&self.tap), later, chance)?;
            }
            let waiting = walker.phone.journal.events.values();
            if walker.phone.forgotten {
                let written = |event: &&crate::canvass::event::Event| {
                    event.kind != crate::canvass::event::Kind::WRITER
                };
                self.tally.refuse(waiting.filter(written).count());
            }
        }
        let bodies = self.walkers.iter().map(|walker| walker.body_bytes).sum();
        Ok((self.tap.sent(), bodies))
    }

    /// The organiser pulls, merges, and says so; the phones hear it.
    fn morning(mut self, now: i64, (bytes, body_bytes): (u64, u64)) -> anyhow::Result<Night> {
        self.direct.practice_now = Some(now);
        let chance = &mut self.chance;
        pull(&mut self.organiser, &self.direct, now, chance)?;
        count(&mut self.organiser, &self.direct, now, chance)?;
        let mut differing = BTreeSet::new();
        for walker in &mut self.walkers {
            if walker.phone.forgotten {
                continue;
            }
            walker.sync_in(&Air::clear(&self.tap), now, chance)?;
            differing.extend(seen_otherwise(&walker.phone, &self.organiser));
        }
        let token = self.organiser.journal.device.token.clone();
        let members = self.direct.ask(path::MEMBERS, Some(&token), &(), chance)?;
        let heads = self.organiser.session.reader().heads();
        Ok(Night {
            withheld: withheld(&self.organiser.state, heads),
            comparison: self.tally.compare(self.organiser.pulled()),
            report: Report::read(
                &self.organiser.state,
                &phones::known(&members),
                Tonight::in_utc(now),
            ),
            digest: self.tally.digest(),
            bytes,
            body_bytes,
            differing,
            organiser: self.organiser,
            endpoint: self.direct,
        })
    }
}

/// Whose second device the last but one is, where there are enough.
fn second_of(n: usize, phones: usize) -> Option<usize> {
    (phones > 4 && n == phones - 2).then_some(0)
}

fn person(walker: &Walker) -> PersonId {
    walker.phone.journal.device.person()
}

/// Publishes an invitation from a device.
///
/// # Errors
/// Where the endpoint refuses.
pub fn publish(
    inviter: &Phone,
    terms: &InviteTerms,
    turfs: Vec<TurfId>,
    endpoint: &Endpoint,
    chance: &mut Chance,
) -> anyhow::Result<InviteCode> {
    let device = &inviter.journal.device;
    let (code, certificate) = device.invite(terms, chance);
    let heads = inviter.session.reader().heads();
    let logs = heads.map(|(log, stream, seq, _)| (log, stream, seq));
    let package = Package::within(&terms.reach, logs);
    let invite = publish_invite(device, &code, &certificate, turfs, package, chance)?;
    endpoint.ask::<_, ()>(path::INVITE, Some(&device.token), &invite, chance)?;
    Ok(code)
}

/// Cuts an estate into turfs of whole stairs; each but the first begins with the stair the one
/// before it ended with, so that two phones meet at the same doors. The second device walks its
/// person's own turf.
fn cut(state: &State, phones: usize, doors_a_turf: usize) -> Vec<Vec<Door>> {
    let stairs: Vec<Vec<Door>> = estate::blocks(state)
        .iter()
        .flat_map(|block| &block.stairs)
        .map(|stair| estate::doors(state, stair.id))
        .filter(|doors| !doors.is_empty())
        .collect();
    let mut turfs: Vec<Vec<Door>> = Vec::new();
    let mut next = 0;
    for n in 0..phones {
        if let Some(first) = second_of(n, phones) {
            let again = turfs[first].clone();
            turfs.push(again);
            continue;
        }
        let mut turf = Vec::new();
        next = usize::saturating_sub(next, usize::from(n > 0));
        while turf.len() < doors_a_turf {
            turf.extend(stairs[next % stairs.len()].clone());
            next += 1;
            if next >= stairs.len() + phones {
                break;
            }
        }
        turfs.push(turf);
    }
    turfs
}

/// Puts the last stair first. The next phone's turf begins with it: so two begin at the same doors at
/// the same time, before either has heard of the other.
fn begin_at_the_end(doors: &mut [Door]) {
    if let Some(last) = doors.last().map(|door| door.stair) {
        doors.sort_by_key(|door| door.stair != last);
    }
}

/// The stairs a phone reaches whose entries are not the organiser's.
fn seen_otherwise(phone: &Phone, organiser: &Phone) -> Vec<StairId> {
    let entries = |of: &Phone, stair: StairId| -> Vec<_> {
        of.state
            .entries()
            .filter(|(dot, _)| {
                of.state
                    .log(dot.log)
                    .is_some_and(|log| log.author.stream == Stream::Stair(stair))
            })
            .map(|(dot, entry)| (dot, entry.clone()))
            .collect()
    };
    let stairs: BTreeSet<StairId> = phone
        .state
        .logs()
        .filter_map(|(_, log)| match log.author.stream {
            Stream::Stair(stair) => Some(stair),
            _ => None,
        })
        .collect();
    stairs
        .into_iter()
        .filter(|stair| entries(phone, *stair) != entries(organiser, *stair))
        .collect()
}

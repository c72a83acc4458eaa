//! The living example: a made-up estate whose last night was rehearsed, with a link for a volunteer
//! and one for an organiser that can be used again and again. Made where `serve --example` finds
//! none, kept with the endpoint's data, and nowhere else made.
//!
//! Its certificates say practice, so every page that shows it says that nothing there is real. Last
//! night is played before the endpoint answers anybody: on an endpoint for rehearsals over the same
//! data, which takes from each request what time it is and is gone again before the other opens.

use std::net::Ipv4Addr;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use super::chance::{self, Chance};
use super::enrol::write_private;
use super::merge::pull;
use super::post;
use super::rehearse::night::{MORNING_AFTER, Night, Programme, Stage, play, publish};
use crate::canvass::about::USUAL_DAYS;
use crate::canvass::address_list;
use crate::canvass::draft::Draft;
use crate::canvass::fact::{Fact, Source};
use crate::canvass::id::{Id, TurfId};
use crate::canvass::stream::Stream;
use crate::endpoint::clock::{Clock, system_now};
use crate::endpoint::ledger::start_code::{EXAMPLE as LABEL, NewStartCode, StartQuota};
use crate::endpoint::limits::Limits;
use crate::endpoint::{Endpoint, Front, Settings, randomness, serve};
use crate::organise::listening;
use crate::organise::report::{Report, StairRow};
use crate::sync::certificate::{Reach, Role};
use crate::sync::device::{Invitation, InviteTerms};
use crate::sync::invite::InviteCode;
use crate::sync::wire::{Look, RefusalCode, path};
use crate::t;

/// Where its links are kept, in the endpoint's folder.
const FILE: &str = "example.json";
/// The estate. No such place, streets or numbers are anywhere.
const ESTATE: &[u8] = include_bytes!("estate.csv");
/// Who walks it.
const NAMES: [&str; 4] = ["Amina", "Beth", "Carys", "Emrys"];
/// What happens at its doors is the same everywhere; its keys are not.
const SEED: u64 = 10;
const DAY: i64 = 86_400;
/// Half past five, when its evening begins, in UTC.
const BEGINS: i64 = 17 * 3_600 + 1_800;
/// How long it lasts.
const LASTS: i64 = 180 * DAY;
/// Another is made where it lasts no longer than this: whoever joins is to have some time.
const RENEWED: i64 = 14 * DAY;
/// What all examples here may keep and send together. Strangers have an organiser's link: what they
/// do is to fill neither the disk nor the day.
const QUOTA: StartQuota = StartQuota {
    bytes: Some(20 * 1024 * 1024),
    devices: Some(2_000),
    events: Some(20_000),
};
/// About as many doors as one phone walks: a part of the estate is left for tonight.
const DOORS_A_TURF: usize = 60;
/// How often each link can be used.
const USES: u16 = 1_000;

/// The codes of its invitations.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Example {
    volunteer: String,
    organiser: String,
}

impl Example {
    /// The volunteer's link.
    pub(super) fn volunteer(&self, origin: &str) -> Result<String> {
        Ok(InviteCode::parse(&self.volunteer)?.link(origin))
    }

    /// The organiser's link.
    pub(super) fn organiser(&self, origin: &str) -> Result<String> {
        Ok(InviteCode::parse(&self.organiser)?.link(origin))
    }

    fn read(file: &Path) -> Option<Example> {
        serde_json::from_slice(&std::fs::read(file).ok()?).ok()
    }

    fn write(&self, file: &Path) -> Result<()> {
        write_private(file, &serde_json::to_vec(self)?)
            .context(t!("cli.cannot_write", file = file.display()))
    }

    /// Whether both links can still be used, and for a while. The endpoint says so, and nothing but
    /// that counts: who has an organiser's link may have taken the other off.
    fn still_invites(&self, endpoint: &post::Endpoint, now: i64, chance: &mut Chance) -> bool {
        [&self.volunteer, &self.organiser].into_iter().all(|code| {
            let Ok(code) = InviteCode::parse(code) else {
                return false;
            };
            let name = code.lookup_name();
            let looked = endpoint.ask(path::LOOK, None, &Look { name }, chance);
            let invitation = looked.map(|looked| Invitation::read(&code, &looked));
            match invitation {
                Ok(Ok(invitation)) => lasts(invitation.checked.certificate.until, now),
                Ok(Err(_)) => false,
                Err(error) => !is_gone(&error),
            }
        })
    }
}

/// Whether what ends at this time lasts long enough to be joined by now.
fn lasts(until: i64, now: i64) -> bool {
    until.saturating_sub(now) > RENEWED
}

/// Whether an invitation that could not be looked at is one that nobody can join by any more. An
/// endpoint in trouble, or one that does not answer, says nothing of it.
fn is_gone(error: &anyhow::Error) -> bool {
    let code = error.downcast_ref::<RefusalCode>();
    code.is_some_and(|code| (400..429).contains(&code.status()))
}

/// The example in an endpoint's data: the one that is there, or a new one.
///
/// # Errors
/// Where it cannot be made, or kept.
pub(super) async fn ready(settings: &Settings) -> Result<Example> {
    let playing = Settings {
        clock: Clock::Practice,
        limits: Limits::rehearsing(),
        proxies: Vec::new(),
        tls: false,
        ..settings.clone()
    };
    // First, so that the start code it makes where there is none is the host's, and not ours.
    let endpoint = Endpoint::open(&playing).await?;
    let start_code = start_code(&playing).await?;
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let stage = Stage {
        listening: listener.local_addr()?,
        start_code,
    };
    let (stop, stopped) = oneshot::channel::<()>();
    let served = tokio::spawn(serve(endpoint, Front::Plain(listener), async {
        // Told, or no longer waited for: both mean the same.
        let _ = stopped.await;
    }));
    let file = settings.folder.join(FILE);
    let made = tokio::task::spawn_blocking(move || kept_or_made(&file, &stage)).await;
    drop(stop);
    served.await??;
    made?
}

/// The code that examples are started with: one of its own, so that the host's own stays the host's
/// and `stairwell host status` tells them apart.
async fn start_code(settings: &Settings) -> Result<String> {
    let ledger = settings.ledger().await?;
    let codes = ledger.start_codes().await?;
    if let Some(kept) = codes.into_iter().find(|code| code.label == LABEL) {
        if kept.revoked {
            bail!(t!("cli.example_revoked", label = LABEL));
        }
        // One from before there was a quota, or that the host has given none.
        if kept.quota == StartQuota::default() {
            ledger.change_start_code(LABEL, &QUOTA).await?;
        }
        return Ok(kept.code);
    }
    let code = InviteCode::random(&mut randomness()?).characters();
    let new = NewStartCode {
        code: code.clone(),
        label: LABEL.to_string(),
        quota: QUOTA,
        now: system_now(),
    };
    ledger.new_start_code(&new).await?;
    Ok(code)
}

fn kept_or_made(file: &Path, stage: &Stage) -> Result<Example> {
    let now = system_now();
    let mut chance = chance::from_system()?;
    let mut endpoint = post::Endpoint::new(&format!("http://{}", stage.listening));
    endpoint.practice_now = Some(now);
    if let Some(kept) = Example::read(file)
        && kept.still_invites(&endpoint, now, &mut chance)
    {
        return Ok(kept);
    }
    let made = make(stage, now, chance)?;
    made.write(file)?;
    Ok(made)
}

/// Plays last night, and invites for tonight.
fn make(stage: &Stage, now: i64, chance: Chance) -> Result<Example> {
    let plan = address_list::read(ESTATE, |_, _| {})
        .map_err(|error| anyhow::anyhow!(crate::locales::fill(error.key(), &error.values())))?;
    let ends = now + LASTS;
    let programme = Programme {
        plan: &plan,
        phones: NAMES.len(),
        doors_a_turf: DOORS_A_TURF,
        evening: last_evening(now),
        ends,
        about: [
            listening::about_us(&t!("cli.example_group"), &t!("cli.example_contact"), ""),
            listening::kept(&t!("cli.example_kept"), &t!("cli.example_why"), USUAL_DAYS),
        ],
        names: NAMES.map(str::to_string).to_vec(),
        luck: chance::from_seed(SEED),
        chance,
    };
    let night = play(programme, stage)?;
    invite(night, (now, ends), chance::from_system()?)
}

/// When the newest evening began whose morning has come.
fn last_evening(now: i64) -> i64 {
    let latest = now - MORNING_AFTER;
    latest - (latest - BEGINS).rem_euclid(DAY)
}

fn invite(night: Night, (now, ends): (i64, i64), mut chance: Chance) -> Result<Example> {
    let Night {
        mut organiser,
        mut endpoint,
        report,
        ..
    } = night;
    endpoint.practice_now = Some(now);
    let stairs = tonight(&report);
    let doors = stairs.iter().flat_map(|row| &row.doors);
    let turf = Draft::new(
        Stream::Board,
        Fact::Turf {
            name: t!("cli.example_turf"),
        },
        doors.map(|row| Id::from(row.door.id)).collect(),
    );
    let source = Fact::ListSource {
        source: Source::OwnDoors,
        doors: u32::try_from(report.doors()).unwrap_or(u32::MAX),
    };
    let source = Draft::new(Stream::Board, source, Vec::new());
    let recorded = organiser.record(&[turf, source], now, &mut chance)?;
    pull(&mut organiser, &endpoint, now, &mut chance)?;
    let terms = |role, reach| InviteTerms {
        role,
        reach,
        uses: USES,
        second_device_of: None,
        now,
        until: ends,
    };
    let reach = stairs.iter().map(|row| Stream::Stair(row.stair.id).name());
    let volunteer = terms(Role::Volunteer, Reach::Stairs(reach.collect()));
    let turfs = recorded.first().copied().map(TurfId).into_iter().collect();
    let volunteer = publish(&organiser, &volunteer, turfs, &endpoint, &mut chance)?;
    let all = terms(Role::Organiser, Reach::Everything);
    let organiser = publish(&organiser, &all, Vec::new(), &endpoint, &mut chance)?;
    Ok(Example {
        volunteer: volunteer.characters(),
        organiser: organiser.characters(),
    })
}

/// Where a volunteer goes tonight: a stair nobody has been to, and the one with the most doors where
/// nobody was in.
fn tonight(report: &Report) -> Vec<&StairRow> {
    let again = |row: &&StairRow| row.tried() - row.reached();
    let untouched = report.stairs.iter().find(|row| row.tried() == 0);
    let begun = report.stairs.iter().max_by_key(again);
    begun.into_iter().chain(untouched).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_example_is_made_anew_before_the_old_one_ends() {
        assert!(lasts(LASTS, 0));
        assert!(lasts(LASTS, LASTS - 15 * DAY));
        assert!(!lasts(LASTS, LASTS - 14 * DAY));
        assert!(!lasts(0, LASTS));
    }

    #[test]
    fn only_what_nobody_can_join_by_any_more_is_gone() {
        for code in RefusalCode::ALL {
            let transient = [
                RefusalCode::TooMany,
                RefusalCode::OverQuota,
                RefusalCode::Internal,
                RefusalCode::DiskFull,
            ];
            let error = anyhow::Error::new(code).context("looked");
            assert_eq!(is_gone(&error), !transient.contains(&code), "{code:?}");
        }
        assert!(!is_gone(&anyhow::anyhow!("no answer")));
    }

    /// Of an endpoint that nobody answers for, nothing is known.
    #[test]
    fn an_example_that_cannot_be_looked_at_is_kept() {
        let code = InviteCode::random(&mut chance::from_seed(1)).characters();
        let example = Example {
            volunteer: code.clone(),
            organiser: code,
        };
        // Bound and dropped: nobody listens there.
        let closed = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let at = closed.local_addr().unwrap();
        drop(closed);
        let endpoint = post::Endpoint::new(&format!("http://{at}"));
        assert!(example.still_invites(&endpoint, 0, &mut chance::from_seed(2)));
    }

    #[test]
    fn last_night_is_over_and_no_more_than_a_day_and_a_morning_ago() {
        for now in [0, 1_795_550_400, 1_795_550_400 + 7 * 3_600 + 1_799] {
            for hour in 0..24 {
                let now = now + hour * 3_600;
                let evening = last_evening(now);
                assert_eq!(evening.rem_euclid(DAY), BEGINS);
                assert!((0..DAY).contains(&(now - MORNING_AFTER - evening)));
            }
        }
    }
}

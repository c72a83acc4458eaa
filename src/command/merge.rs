//! `stairwell merge`: an organiser's morning without a browser.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use chrono::Utc;
use clap::Args;

use super::at_once;
use super::carry::{self, Brought};
use super::chance::{self, Chance};
use super::enrol::{Keyring, private_folder, write_private};
use super::phone::Phone;
use super::post::Endpoint;
use crate::canvass::dot::LogId;
use crate::canvass::draft::Draft;
use crate::canvass::walk::Tonight;
use crate::organise::counted::{owners, to_count, withheld};
use crate::organise::export::{Ahead, Export, ExportError, Merged, Written};
use crate::organise::lock::{Locked, MayExport, may_export};
use crate::organise::phones::{self, KnownPhone, how_many_in};
use crate::organise::report::Report;
use crate::sync::certificate::Role;
use crate::sync::epoch::Keyring as Keys;
use crate::sync::keyholding::committee_of;
use crate::sync::keys::random_bytes;
use crate::sync::session::{Input, Trouble};
use crate::sync::wire::{Refusal, path};
use crate::t;

/// How much of a file is compared at a time.
const COMPARED: usize = 1 << 20;

/// The arguments.
#[derive(Debug, Args)]
pub struct Merge {
    #[arg(long, value_name = "FILE", help = t!("cli.merge_keyring"))]
    keyring: PathBuf,
    #[arg(long, value_name = "DIR", help = t!("cli.merge_out"))]
    out: PathBuf,
    #[arg(long, value_name = "FILE", num_args = 1.., help = t!("cli.merge_carried"))]
    carried: Vec<PathBuf>,
}

impl Merge {
    /// Pulls, merges, says so to the phones, and writes the files.
    ///
    /// # Errors
    /// Where the keyring is no organiser's, the endpoint does not answer, or a file cannot be
    /// written.
    pub fn run(&self) -> anyhow::Result<()> {
        let keyring = Keyring::read(&self.keyring)?;
        if keyring.journal.device.role() != Role::Organiser {
            bail!(t!("cli.merge_organisers_only"));
        }
        let endpoint = Endpoint::new(&keyring.origin);
        let mut chance = chance::from_system()?;
        let now = Utc::now().timestamp();
        let mut phone = Phone::open(keyring.journal, now, &mut chance)?;
        for file in &self.carried {
            let brought = bring_along(&phone, &endpoint, file, &mut chance);
            eprint!(
                "{}",
                brought.context(file.display().to_string())?.said(file)
            );
        }
        let pulled = pull(&mut phone, &endpoint, now, &mut chance)
            .and_then(|()| count(&mut phone, &endpoint, now, &mut chance));
        // Whatever came of it, what is in the journal now is kept.
        self.keep(&keyring.origin, &phone)?;
        pulled?;
        let members = endpoint.ask(
            path::MEMBERS,
            Some(&phone.journal.device.token),
            &(),
            &mut chance,
        )?;
        let known = phones::known(&members);
        let tonight = Tonight::in_utc(now);
        // Before there is a file there is a record of it, on the board, where every organiser sees
        // it. What comes while that is sent may change the files, or lock them: they are made again
        // until nothing has.
        let mut recorded: Vec<Written> = Vec::new();
        let (report, files) = loop {
            let (report, files) = self.made(&phone, &known, tonight)?;
            let new = files.iter().filter(|file| !recorded.contains(file));
            let records: Vec<Draft> = new.map(Written::recorded).collect();
            if records.is_empty() {
                break (report, files);
            }
            let before = what_files_hang_on(&phone);
            phone.record(&records, now, &mut chance)?;
            recorded = files;
            self.keep(&keyring.origin, &phone)?;
            let sent = pull(&mut phone, &endpoint, now, &mut chance);
            self.keep(&keyring.origin, &phone)?;
            sent?;
            if what_files_hang_on(&phone) == before {
                break (report, recorded);
            }
        };
        if let Err(locked) = may(&phone, tonight) {
            eprintln!("{}", t!(locked.key()));
        }
        let withheld = withheld(&phone.state, phone.session.reader().heads());
        let summary = summary(&report, &withheld);
        self.write("summary.txt", summary.as_bytes())?;
        self.write_all(&files)?;
        print!("{summary}");
        if phone.checkpoint_differs() {
            eprintln!("{}", t!("organiser.checkpoint_differs"));
        }
        Ok(())
    }

    fn keep(&self, origin: &str, phone: &Phone) -> anyhow::Result<()> {
        let keyring = Keyring {
            origin: origin.to_string(),
            journal: phone.journal.clone(),
        };
        keyring.write(&self.keyring)
    }

    /// The report, and every file that may be written: none under the lock, and none that lies in the folder as it
    /// is: that was taken out, and recorded, before. So whoever merges every hour does not fill the board.
    fn made(
        &self,
        phone: &Phone,
        known: &[KnownPhone],
        tonight: Tonight,
    ) -> anyhow::Result<(Report, Vec<Written>)> {
        let state = &phone.state;
        let Ok(may) = may(phone, tonight) else {
            return Ok((Report::read(state, known, tonight), Vec::new()));
        };
        let words = |key: &str| crate::locales::fill(key, &[]);
        let (ahead, report) = at_once::both(
            || Ahead::read(state, tonight),
            || Report::read(state, known, tonight),
        );
        let merged = Merged::new(state, &report, tonight, &words).with(ahead);
        // What takes longest first, or all would wait for it in the end.
        let mut order = Export::ALL;
        order.sort_by_key(|export| *export != Export::Osdi);
        let made = at_once::each(&order, |export| {
            let file = export.write(&may, &merged)?;
            Ok((!self.is_there(&file)).then_some(file))
        });
        let made: Result<Vec<Option<Written>>, ExportError> = made.into_iter().collect();
        let mut files: Vec<Written> = made?.into_iter().flatten().collect();
        files.sort_by_key(|file| Export::ALL.iter().position(|it| *it == file.export));
        Ok((report, files))
    }

    fn is_there(&self, file: &Written) -> bool {
        holds(&self.out.join(file.export.file()), &file.bytes).unwrap_or(false)
    }

    fn write_all(&self, files: &[Written]) -> anyhow::Result<()> {
        let mut largest_first: Vec<&Written> = files.iter().collect();
        largest_first.sort_by_key(|file| Reverse(file.bytes.len()));
        let written = at_once::each(&largest_first, |file| {
            self.write(file.export.file(), &file.bytes)
        });
        written.into_iter().collect()
    }

    fn write(&self, name: &str, bytes: &[u8]) -> anyhow::Result<()> {
        let file = self.out.join(name);
        private_folder(&self.out)
            .and_then(|()| write_private(&file, bytes))
            .context(t!("cli.cannot_write", file = file.display()))
    }
}

/// Whether files may be written now.
fn may(phone: &Phone, tonight: Tonight) -> Result<MayExport, Locked> {
    let session = &phone.session;
    let committee = committee_of(session.device(), &phone.state, session.reader());
    may_export(&phone.state, committee.as_ref(), tonight.today)
}

/// What may change the files while it is sent that they are taken out: how much is counted of every log but this
/// device's own, and the keys that open it. That a file was taken out stands in none.
fn what_files_hang_on(phone: &Phone) -> (BTreeMap<LogId, u64>, Keys) {
    let device = phone.session.device();
    let own = device.certificate();
    let logs = phone.state.logs();
    let others = logs.filter(|(_, log)| log.author.device != own);
    let heads = others.map(|(id, log)| (id, log.head)).collect();
    (heads, device.keyring.clone())
}

/// Whether a file holds these bytes and no others.
fn holds(file: &Path, bytes: &[u8]) -> io::Result<bool> {
    let mut open = File::open(file)?;
    if open.metadata()?.len() != bytes.len() as u64 {
        return Ok(false);
    }
    let mut read = vec![0; COMPARED];
    for expected in bytes.chunks(COMPARED) {
        let read = &mut read[..expected.len()];
        open.read_exact(read)?;
        if read != expected {
            return Ok(false);
        }
    }
    Ok(open.read(&mut [0])? == 0)
}

/// Brings what a phone could not send to the endpoint, from where it is pulled like everything else.
fn bring_along(
    phone: &Phone,
    endpoint: &Endpoint,
    file: &Path,
    chance: &mut Chance,
) -> anyhow::Result<Brought> {
    let device = phone.session.device();
    let all = carry::read(file)?.into_iter();
    let all = all.map(|carried| carried.of(device.campaign));
    let all = all
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| anyhow::anyhow!(t!(error.key())))?;
    carry::bring(&all, |carried, batches| {
        let request = phone
            .session
            .bringing(carried, batches, random_bytes(chance));
        let answer = endpoint.send(&request).context(t!("cli.no_answer_now"))?;
        let nonce = &request.nonce;
        let mac = answer.mac.unwrap_or_default();
        if !device
            .token
            .is_answer(nonce, answer.status, &answer.body, &mac)
        {
            bail!(t!("cli.no_answer_now"));
        }
        match Refusal::read(&answer.body).filter(|_| answer.status != 200) {
            Some(refusal) => Err(refusal.code.into()),
            None => Ok(()),
        }
    })
}

/// Sends and pulls until there is no more.
///
/// # Errors
/// Where the endpoint does not answer or refuses.
pub fn pull(
    phone: &mut Phone,
    endpoint: &Endpoint,
    now: i64,
    chance: &mut Chance,
) -> anyhow::Result<()> {
    let mut send = |request: &_| endpoint.send(request);
    phone.sync(now, Input::Sync, chance, &mut send, &mut || false)?;
    match phone.session.status().trouble {
        None => Ok(()),
        Some(Trouble::NoAnswer) => bail!(t!("cli.no_answer_now")),
        Some(Trouble::Busy(code) | Trouble::Refused(code)) => bail!("{code}"),
    }
}

/// Says what is merged, so that phones can show it.
///
/// # Errors
/// As [`pull`].
pub fn count(
    phone: &mut Phone,
    endpoint: &Endpoint,
    now: i64,
    chance: &mut Chance,
) -> anyhow::Result<()> {
    let by = phone.session.author();
    let due = by.map_or_else(Vec::new, |by| {
        to_count(&phone.state, &by, phone.session.reader().heads())
    });
    if due.is_empty() {
        return Ok(());
    }
    phone.record(&due, now, chance)?;
    pull(phone, endpoint, now, chance)
}

/// The report in words: every figure as n of N. `withheld` names whose logs were counted by an
/// organiser and cannot be had.
pub fn summary(report: &Report, withheld: &[String]) -> String {
    let mut lines = vec![
        t!(
            "cli.summary_doors",
            tried = report.tried(),
            reached = report.reached(),
            doors = report.doors()
        ),
        String::new(),
    ];
    for row in report.stairs.iter().filter(|row| row.tried() > 0) {
        let words = |key: &str| crate::locales::fill(key, &[]);
        lines.push(t!(
            "cli.summary_stair",
            block = row.block,
            stair = row
                .name(words)
                .map(|name| format!(", {name}"))
                .unwrap_or_default(),
            tried = row.tried(),
            reached = row.reached(),
            doors = row.doors.len()
        ));
    }
    lines.push(String::new());
    for (outcome, doors) in &report.outcomes {
        let outcome = crate::locales::fill(&format!("outcomes.{}", outcome.word()), &[]);
        lines.push(t!(
            "cli.summary_outcome",
            outcome = outcome,
            doors = doors,
            tried = report.tried()
        ));
    }
    lines.push(String::new());
    lines.push(t!(
        "cli.summary_disagreements",
        n = report.disagreements.len()
    ));
    lines.push(phones_words(&report.phones));
    if !withheld.is_empty() {
        let names = owners(withheld, |key| crate::locales::fill(key, &[]));
        lines.push(t!("organiser.withheld", n = withheld.len(), names = names));
    }
    lines.push(String::new());
    lines.join("\n")
}

/// Whose phones are not in, of how many that are on the campaign.
fn phones_words(phones: &[phones::Phone]) -> String {
    let (is_in, all) = how_many_in(phones);
    if all == 0 {
        return t!("cli.summary_no_phones");
    }
    if is_in == all {
        return t!("cli.summary_all_in");
    }
    let away = phones
        .iter()
        .filter(|phone| !phone.is_in && !phone.known.revoked);
    let names: Vec<String> = away
        .map(|phone| phone.whose.called(crate::locales::fill))
        .collect();
    t!(
        "cli.summary_phones_away",
        n = names.len(),
        all = all,
        names = names.join("; ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_lies_there_where_it_holds_these_bytes_and_no_others() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("doors.csv");
        assert!(holds(&file, b"").is_err());
        let long = vec![7; COMPARED + 1];
        std::fs::write(&file, &long).unwrap();
        assert!(holds(&file, &long).unwrap());
        let mut other = long.clone();
        other[COMPARED] = 8;
        for other in [&other[..], &long[1..], &[&long[..], &[7]].concat()] {
            assert!(!holds(&file, other).unwrap());
        }
    }

    #[test]
    fn where_nobody_has_joined_no_phone_is_said_to_be_in() {
        assert_eq!(phones_words(&[]), t!("cli.summary_no_phones"));
    }
}

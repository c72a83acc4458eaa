//! What keeps files in. The full register of electors does: nothing of it leaves the campaign as a file, and
//! nothing is passed on. Passing it on is a crime, so this is no setting: a table is written by
//! whoever holds a [`MayExport`], and none is given where a list of the register was loaded. Nor is one given
//! in a committee's campaign until as many keyholders as must have signed for it; and sheets, which the register
//! does not lock since they are for whoever knocks and for who is asked to act, are printed there by whoever holds a
//! [`MayPrint`].

use thiserror::Error;

use super::handover::keyholders::is_open;
use crate::canvass::fold::State;
use crate::canvass::handover::{Committee, Guarded};
use crate::canvass::provenance::has_full_register;

/// That tables may be written. Only [`may_export`] gives one.
#[derive(Debug)]
pub struct MayExport(());

/// That sheets may be printed. Only [`may_print`] gives one.
#[derive(Debug)]
pub struct MayPrint(());

/// Why nothing may be taken out.
#[derive(Debug, Error, PartialEq, Eq, Clone, Copy)]
pub enum Locked {
    /// A list of the full register was ever loaded.
    #[error("a list of the full electoral register was loaded, which may not be passed on")]
    Register,
    /// The committee's keyholders have not signed for it, or longer ago than that is good for.
    #[error("keyholders have to sign before files are taken out")]
    NotSigned,
}

impl Locked {
    /// The catalogue's key of the sentence.
    pub fn key(self) -> &'static str {
        match self {
            Locked::Register => "list.locked",
            Locked::NotSigned => "handover.export_locked",
        }
    }
}

/// Whether tables may be written of what is known here on this day (days since 1970-01-01), in a campaign
/// of this committee, where it has one.
///
/// # Errors
/// [`Locked`].
pub fn may_export(
    state: &State,
    committee: Option<&Committee>,
    today: i32,
) -> Result<MayExport, Locked> {
    if has_full_register(state) {
        return Err(Locked::Register);
    }
    signed_for(state, committee, today).map(MayExport)
}

/// Whether sheets of what is known here may be printed on this day (days since 1970-01-01), in a campaign of this
/// committee, where it has one.
///
/// # Errors
/// [`Locked::NotSigned`].
pub fn may_print(
    state: &State,
    committee: Option<&Committee>,
    today: i32,
) -> Result<MayPrint, Locked> {
    signed_for(state, committee, today).map(MayPrint)
}

fn signed_for(state: &State, committee: Option<&Committee>, today: i32) -> Result<(), Locked> {
    match committee {
        Some(committee) if !is_open(state, committee, &Guarded::Export, today) => {
            Err(Locked::NotSigned)
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::canvass::about::AboutUs;
    use crate::canvass::draft::{self, Draft};
    use crate::canvass::event::Kind;
    use crate::canvass::fact::{Fact, Source};
    use crate::canvass::stream::Stream;
    use crate::organise::device::Journal;
    use crate::organise::listening::about_us;

    /// Three keyholders of whom two must sign, and none of whom has said who they are.
    fn nobody_yet() -> Committee {
        Committee {
            needed: 2,
            places: 3,
            holders: Vec::new(),
            devices: BTreeMap::new(),
        }
    }

    fn loaded(source: Source) -> Draft {
        Draft::new(
            Stream::Board,
            Fact::ListSource { source, doors: 12 },
            Vec::new(),
        )
    }

    #[test]
    fn the_full_register_locks_and_no_other_list_does() {
        for source in Source::ALL {
            let mut journal = Journal::default();
            journal.record(vec![loaded(source)]);
            let locked = may_export(&journal.state(), None, 0).is_err();
            assert_eq!(locked, source == Source::FullRegister, "{source:?}");
        }
    }

    #[test]
    fn the_lock_outlasts_other_lists_and_a_strike_by_an_organiser() {
        let mut journal = Journal::default();
        let dots = journal.record(vec![loaded(Source::FullRegister), loaded(Source::Council)]);
        let strike = draft::strike(&journal.state(), Stream::Board, &dots[..1]);
        journal.record(strike.into_iter().collect());
        let state = journal.state();
        assert_eq!(state.of_kind(Kind::LIST_SOURCE).count(), 2);
        assert_eq!(
            may_export(&state, None, 0).map(|_| ()),
            Err(Locked::Register)
        );
    }

    #[test]
    fn r12_5_nothing_leaves_a_committees_campaign_before_its_keyholders_signed_for_it() {
        let (mut journal, committee) = (Journal::default(), nobody_yet());
        let state = journal.state();
        let (alone, signed) = (None, Some(&committee));
        assert!(may_print(&state, alone, 0).is_ok() && may_export(&state, alone, 0).is_ok());
        let printed = may_print(&state, signed, 0).map(|_| ());
        let taken_out = may_export(&state, signed, 0).map(|_| ());
        assert_eq!(
            (printed, taken_out),
            (Err(Locked::NotSigned), Err(Locked::NotSigned))
        );
        // The register keeps lists in, and no board out of whose hands it is made for.
        journal.record(vec![loaded(Source::FullRegister)]);
        let state = journal.state();
        assert!(may_print(&state, alone, 0).is_ok() && may_export(&state, alone, 0).is_err());
    }

    #[test]
    fn nothing_is_passed_on_whatever_was_said_before_and_after() {
        let mut journal = Journal::default();
        journal.record(vec![about_us("Larch", "01632 960 001", "The union")]);
        assert_eq!(AboutUs::read(&journal.state()).shared_with, "The union");
        journal.record(vec![loaded(Source::FullRegister)]);
        assert_eq!(AboutUs::read(&journal.state()).shared_with, "");
        journal.record(vec![about_us("Larch", "01632 960 001", "The landlord")]);
        assert_eq!(AboutUs::read(&journal.state()).shared_with, "");
    }
}

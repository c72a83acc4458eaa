//! When the endpoint was last heard, what that told of this phone's clock, and what is to be believed of that
//! clock since: a phone without a signal has no other, and one that leaps must not close a list.

use leptos::prelude::*;

use super::clock::now;
use super::journal::{LastAnswer, LastOffset};
use super::notes::Doubted;
use super::own::Own;
use super::phone::Phone;
use crate::canvass::about::AboutUs;
use crate::sync::session::Status;

const HOUR: i64 = 3_600;
const DAY: i64 = 86_400;
/// A calendar's year, as nearly as anybody sets a clock by it.
const YEAR: i64 = 365 * DAY;

/// The endpoint's last answer, as it was kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Heard {
    /// When, by this phone's clock then: seconds since 1970.
    pub at: i64,
    /// The endpoint's clock less this phone's then, in seconds.
    pub offset: i32,
}

impl Heard {
    fn read(database: &str) -> Option<Heard> {
        let at = LastAnswer::read(database)?;
        let offset = LastOffset::read(database).unwrap_or(0);
        Some(Heard { at, offset })
    }

    /// When it was, by the endpoint's clock.
    fn truly(self) -> i64 {
        self.at.saturating_add(i64::from(self.offset))
    }
}

/// What this phone's clock says of how long the endpoint was not heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Contact {
    /// No longer than the campaign allows.
    Kept,
    /// Longer, and so much longer at once that the clock may have leapt: asked again a day later.
    Doubtful,
    /// Longer.
    Lost,
}

impl Contact {
    /// Of a list that closes after so many `days` (never, where they are 0), at `now` by this phone's clock;
    /// `doubted` since then.
    ///
    /// A clock that was wrong when it was measured may have been set since, or not: the list closes only where
    /// either way it was too long. And one that has leapt more than as long again is not believed until it says
    /// so a day later still. Times are seconds since 1970.
    pub fn judge(heard: Option<Heard>, doubted: Option<i64>, days: u16, now: i64) -> Contact {
        let Some(heard) = heard.filter(|_| days > 0) else {
            return Contact::Kept;
        };
        let so_long = i64::from(days) * DAY;
        let since = |at: i64| now.saturating_sub(at);
        let silent = since(heard.at).min(since(heard.truly()));
        let asked_again = doubted.is_some_and(|at| since(at) >= DAY);
        if silent <= so_long {
            Contact::Kept
        } else if silent > 2 * so_long && !asked_again {
            Contact::Doubtful
        } else {
            Contact::Lost
        }
    }
}

/// By how much this phone's clock is wrong, for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockWrong {
    /// So many hours.
    Hours(i64),
    /// So many days.
    Days(i64),
    /// So many years.
    Years(i64),
}

impl ClockWrong {
    /// What is known of it at `now`, by this phone's clock: as `measured` since the app was opened (the
    /// endpoint's clock less this one's, in seconds), or else by that it has gone back behind the last
    /// answer. `None` where it is right within the hour, or nothing is known.
    fn judge(measured: Option<i32>, heard: Option<Heard>, now: i64) -> Option<ClockWrong> {
        let wrong = match (measured, heard) {
            (Some(offset), _) => i64::from(offset).abs(),
            (None, Some(heard)) => heard.truly().saturating_sub(now),
            (None, None) => return None,
        };
        // To the nearest whole one.
        let whole = |unit: i64| (wrong + unit / 2) / unit;
        match wrong {
            ..=HOUR => None,
            _ if wrong < 2 * DAY => Some(ClockWrong::Hours(whole(HOUR))),
            _ if wrong < YEAR => Some(ClockWrong::Days(whole(DAY))),
            _ => Some(ClockWrong::Years(whole(YEAR))),
        }
    }
}

impl Own {
    /// Puts into a status when the endpoint last answered this device: this session, or one before or beside
    /// it. A new answer is kept, with what it told of the clock.
    pub(super) fn hear(self, status: &mut Status) {
        let held = self.held();
        let database = held.journal.database();
        let Some(at) = status.last_answer else {
            status.last_answer = LastAnswer::read(database);
            return;
        };
        if self.told.status.with_untracked(|told| told.last_answer) != Some(at) {
            LastAnswer::write(database, at);
            if let Some(offset) = status.offset {
                LastOffset::write(database, offset);
            }
            Doubted::remove(database);
            if self.told.doubted.get_untracked() {
                self.told.doubted.set(false);
            }
        }
    }

    /// What this phone's clock says of the contact, for a list that closes after some days without any.
    pub(super) fn contact(self) -> Contact {
        let days = self.read_untracked(AboutUs::read).days;
        let held = self.held();
        let database = held.journal.database();
        let doubted = Doubted::read(database).map(|Doubted(at)| at);
        Contact::judge(Heard::read(database), doubted, days, now())
    }

    /// Keeps since when the clock is doubted, and says it.
    pub(super) fn doubt_clock(self) {
        let held = self.held();
        let database = held.journal.database();
        let since = Doubted::read(database);
        // A doubt of later than now is another clock's.
        if since.is_none_or(|Doubted(at)| at > now()) {
            Doubted(now()).write(database);
        }
        self.told.doubted.set(true);
    }
}

impl Phone {
    /// By how much this phone's clock is wrong, as far as it is known; runs again whenever that may have changed.
    pub fn clock_wrong(self) -> Option<ClockWrong> {
        let measured = self.status().get().offset;
        let held = self.own().ok()?.held();
        ClockWrong::judge(measured, Heard::read(held.journal.database()), now())
    }

    /// Whether the clock says that the campaign was not heard for so long that it is not believed yet.
    pub fn clock_doubted(self) -> Signal<bool> {
        self.told.doubted.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 100 * YEAR / 2;

    fn heard(days_ago: i64, offset_days: i64) -> Option<Heard> {
        Some(Heard {
            at: NOW - days_ago * DAY,
            offset: i32::try_from(offset_days * DAY).unwrap(),
        })
    }

    #[test]
    fn a_list_closes_after_so_many_days_and_not_before() {
        for (last, days, contact) in [
            (heard(14, 0), 14, Contact::Kept),
            (heard(15, 0), 14, Contact::Lost),
            (heard(28, 0), 14, Contact::Lost),
            (heard(90, 0), 0, Contact::Kept),
            (None, 14, Contact::Kept),
            // A clock that was set back.
            (heard(-1, 0), 1, Contact::Kept),
        ] {
            assert_eq!(
                Contact::judge(last, None, days, NOW),
                contact,
                "{last:?} {days}"
            );
        }
    }

    #[test]
    fn a_clock_that_leaps_is_believed_only_when_it_says_the_same_a_day_later() {
        for ahead in [29, 60, 365, 3_650] {
            let last = heard(ahead, 0);
            let judge = |doubted| Contact::judge(last, doubted, 14, NOW);
            assert_eq!(judge(None), Contact::Doubtful, "{ahead}");
            assert_eq!(judge(Some(NOW)), Contact::Doubtful, "{ahead}");
            assert_eq!(judge(Some(NOW - DAY + 1)), Contact::Doubtful, "{ahead}");
            assert_eq!(judge(Some(NOW - DAY)), Contact::Lost, "{ahead}");
            // Of a clock that was further ahead still.
            assert_eq!(judge(Some(NOW + DAY)), Contact::Doubtful, "{ahead}");
        }
    }

    #[test]
    fn a_clock_that_was_wrong_when_it_was_measured_may_have_been_set_since() {
        // A year behind then, and right now: it was heard yesterday.
        assert_eq!(
            Contact::judge(heard(366, 365), None, 14, NOW),
            Contact::Kept
        );
        // A year behind then, and still: heard yesterday.
        assert_eq!(Contact::judge(heard(1, 365), None, 14, NOW), Contact::Kept);
        // A year ahead then, and still: heard yesterday. And set since, which is earlier than the last answer.
        assert_eq!(Contact::judge(heard(1, -365), None, 14, NOW), Contact::Kept);
        assert_eq!(
            Contact::judge(heard(-364, -365), None, 14, NOW),
            Contact::Kept
        );
        // An hour off: it was too long either way.
        let last = Heard {
            at: NOW - 20 * DAY,
            offset: 3_600,
        };
        assert_eq!(Contact::judge(Some(last), None, 14, NOW), Contact::Lost);
    }

    #[test]
    fn a_wrong_clock_is_told_in_the_words_people_have_for_it() {
        let measured = |offset: i64| ClockWrong::judge(i32::try_from(offset).ok(), None, NOW);
        for (offset, wrong) in [
            (0, None),
            (HOUR, None),
            (-HOUR, None),
            (HOUR + 1, Some(ClockWrong::Hours(1))),
            (-5 * HOUR - 1_900, Some(ClockWrong::Hours(6))),
            (47 * HOUR, Some(ClockWrong::Hours(47))),
            (2 * DAY, Some(ClockWrong::Days(2))),
            (-364 * DAY, Some(ClockWrong::Days(364))),
            (YEAR, Some(ClockWrong::Years(1))),
            (-56 * YEAR, Some(ClockWrong::Years(56))),
        ] {
            assert_eq!(measured(offset), wrong, "{offset}");
        }
    }

    #[test]
    fn without_a_signal_only_a_clock_that_went_back_behind_the_last_answer_is_known_to_be_wrong() {
        let known = |last| ClockWrong::judge(None, last, NOW);
        assert_eq!(known(None), None);
        assert_eq!(known(heard(1, 0)), None);
        assert_eq!(known(heard(400, 0)), None);
        assert_eq!(known(heard(-3, 0)), Some(ClockWrong::Days(3)));
        // It was a year behind then already, and is not known to be right.
        assert_eq!(known(heard(10, 365)), Some(ClockWrong::Days(355)));
        // What is measured now counts before what was.
        assert_eq!(ClockWrong::judge(Some(0), heard(-3, 0), NOW), None);
    }
}

//! One line, the same on every page: where everything recorded stands. It claims "saved" only
//! after the strict transaction and "sent" only after the endpoint's own answer.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::evening::{Evening, NotSaved as Unsaved};
use super::when::time_and_day;
use crate::client::clock::now;
use crate::client::phone::Phone;
use crate::client::told::{SaveError, Saving};
use crate::sync::session::{Status, Trouble};
use crate::t;

/// After so long without an answer it is time for Wi-Fi: seconds.
const TOO_LONG: i64 = 3 * 24 * 3600;

/// What the line says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// The phone could not save the newest tap.
    NotSaved,
    /// The endpoint will not take so many.
    NotAccepted(usize),
    /// So many days without an answer, and something waits.
    NotSentFor(i64),
    /// On its way to the endpoint.
    Sending,
    /// No signal; so many wait.
    Offline(usize),
    /// So many wait, and the newest is just saved.
    SavedAndWaiting(usize),
    /// So many wait.
    Waiting(usize),
    /// The endpoint has everything, as of this time (seconds since 1970).
    AllSent(i64),
    /// Nothing has been recorded yet.
    Nothing,
}

impl Line {
    /// What it says, from what the phone knows at `now` (seconds since 1970): of this device's
    /// own records so many wait.
    pub fn of(saving: &Saving, status: &Status, waiting: usize, online: bool, now: i64) -> Line {
        let waiting = waiting - status.not_accepted.min(waiting);
        let silent = status.last_answer.map_or(0, |at| now - at);
        let offline = !online || status.trouble == Some(Trouble::NoAnswer);
        let refused = matches!(status.trouble, Some(Trouble::Refused(_)));
        if let Saving::NotSaved { .. } = saving {
            Line::NotSaved
        } else if status.not_accepted > 0 {
            Line::NotAccepted(status.not_accepted)
        } else if refused && waiting > 0 {
            // Nothing of it goes any more until an organiser has done something about it.
            Line::NotAccepted(waiting)
        } else if waiting > 0 && silent >= TOO_LONG {
            Line::NotSentFor(silent / (24 * 3600))
        } else if waiting > 0 && status.sending && !offline {
            Line::Sending
        } else if offline {
            Line::Offline(waiting)
        } else if waiting > 0 && *saving == Saving::Saved {
            Line::SavedAndWaiting(waiting)
        } else if waiting > 0 {
            Line::Waiting(waiting)
        } else if let Some(at) = status.last_answer {
            Line::AllSent(at)
        } else {
            Line::Nothing
        }
    }

    /// In words.
    pub fn words(&self) -> String {
        match self {
            Line::NotSaved => t!("volunteer.status_not_saved"),
            Line::NotAccepted(n) => t!("volunteer.status_not_accepted", n = n),
            Line::NotSentFor(n) => t!("volunteer.status_not_sent_for", n = n),
            Line::Sending => t!("volunteer.status_sending"),
            Line::Offline(0) => t!("volunteer.status_offline"),
            Line::Offline(n) => joined(
                t!("volunteer.status_offline"),
                t!("volunteer.status_waiting", n = n),
            ),
            Line::SavedAndWaiting(n) => joined(
                t!("volunteer.status_saved"),
                t!("volunteer.status_waiting", n = n),
            ),
            Line::Waiting(n) => t!("volunteer.status_waiting", n = n),
            Line::AllSent(at) => t!("volunteer.status_all_sent", time = time_and_day(*at)),
            Line::Nothing => t!("volunteer.status_nothing"),
        }
    }

    /// How it is drawn.
    fn look(&self) -> &'static str {
        match self {
            Line::NotSaved | Line::NotAccepted(_) | Line::NotSentFor(_) => "look",
            Line::Sending => "sending",
            Line::Offline(_) => "offline",
            Line::SavedAndWaiting(_) | Line::Waiting(_) => "waiting",
            Line::AllSent(_) | Line::Nothing => "sent",
        }
    }
}

fn joined(one: String, other: String) -> String {
    format!("{one} · {other}")
}

/// The line. Tapping it opens the page that says more.
#[component]
pub fn StatusLine() -> impl IntoView {
    let phone = expect_context::<Phone>();
    if phone.is_to_practise() {
        return view! {
            <p class="status-line" role="status" data-is="practice">
                {t!("practice.status")}
            </p>
        }
        .into_any();
    }
    let line = Memo::new(move |_| {
        let (saving, status) = (phone.saving().get(), phone.status().get());
        let waiting = phone.tally().get().waiting();
        Line::of(&saving, &status, waiting, phone.online().get(), now())
    });
    view! {
        // The link stands within the status: one that holds a status takes no name from it.
        <div class="status-line" role="status" data-is=move || line.get().look()>
            <a href="/sent">{move || line.get().words()}</a>
        </div>
    }
    .into_any()
}

/// What could not be saved, with a way to try again. It covers nothing and goes by itself only
/// once it is saved.
#[component]
pub fn NotSavedBanner() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let reason = Memo::new(move |_| match phone.saving().get() {
        Saving::NotSaved { reason } => Some(reason),
        _ => None,
    });
    move || reason.get().map(|reason| view! { <NotSaved reason /> })
}

#[component]
fn NotSaved(reason: SaveError) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let evening = expect_context::<Evening>();
    let again = move |_| {
        spawn_local(async move {
            // Where it fails again, the banner says so by still standing there.
            let _ = evening.save_again(phone).await;
        });
    };
    let is_held = reason.is_held();
    if is_held {
        // It is held in memory only: a browser asks before it closes the page over it.
        let asks = |event: web_sys::Event| event.prevent_default();
        let leaving = window_event_listener_untyped("beforeunload", asks);
        on_cleanup(move || leaving.remove());
    }
    let lines = move || {
        let line = |about: Unsaved| view! { <li><bdi>{about.what}</bdi></li> };
        evening.not_saved.get().into_iter().map(line).collect_view()
    };
    view! {
        <div class="not-saved" role="alert">
            <strong>{t!("volunteer.status_not_saved")}</strong>
            <ul>{lines}</ul>
            <p>{reason.sentence()}</p>
            {is_held.then(|| view! {
                <button type="button" class="button" on:click=again>
                    {t!("volunteer.try_again")}
                </button>
            })}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sync::wire::RefusalCode;

    const NOW: i64 = 1_000_000;

    fn line(saving: Saving, status: Status, online: bool) -> Line {
        Line::of(&saving, &status, status.waiting, online, NOW)
    }

    fn status(waiting: usize, last_answer: Option<i64>) -> Status {
        Status {
            waiting,
            last_answer,
            ..Status::default()
        }
    }

    #[test]
    fn what_is_not_saved_comes_before_everything() {
        let not_saved = Saving::NotSaved {
            reason: SaveError::Full,
        };
        let trouble = Status {
            not_accepted: 2,
            ..status(5, None)
        };
        assert_eq!(line(not_saved, trouble, false), Line::NotSaved);
        assert_eq!(line(Saving::Quiet, trouble, false), Line::NotAccepted(2));
    }

    #[test]
    fn nothing_is_called_sent_that_waits_or_was_never_answered() {
        let after_answer = status(0, Some(NOW - 60));
        assert_eq!(
            line(Saving::Saved, after_answer, true),
            Line::AllSent(NOW - 60)
        );
        assert_eq!(line(Saving::Quiet, status(0, None), true), Line::Nothing);
        assert_eq!(
            line(Saving::Saved, status(3, Some(NOW)), true),
            Line::SavedAndWaiting(3)
        );
        assert_eq!(line(Saving::Quiet, status(3, None), true), Line::Waiting(3));
    }

    /// R8.1: whatever else is so.
    #[test]
    fn r8_1_all_sent_is_said_only_where_nothing_waits_and_the_endpoint_has_answered() {
        let not_saved = Saving::NotSaved {
            reason: SaveError::Full,
        };
        let savings = [Saving::Quiet, Saving::Saving, Saving::Saved, not_saved];
        let troubles = [
            None,
            Some(Trouble::NoAnswer),
            Some(Trouble::Refused(RefusalCode::RunOut)),
        ];
        let mut said = 0;
        for n in 0..savings.len() * troubles.len() * 2 * 2 * 2 * 2 * 2 {
            let bit = |place: usize| n >> place & 1 == 1;
            let rest = n / 32;
            let (saving, trouble) = (&savings[rest % 4], troubles[rest / 4]);
            let waiting = usize::from(bit(0)) * 3;
            let status = Status {
                waiting,
                not_accepted: usize::from(bit(1)),
                last_answer: bit(2).then_some(NOW - 60),
                sending: bit(3),
                trouble,
                ..Status::default()
            };
            if let Line::AllSent(at) = Line::of(saving, &status, waiting, bit(4), NOW) {
                said += 1;
                assert_eq!((waiting, status.not_accepted), (0, 0), "{n}");
                assert_eq!(Some(at), status.last_answer, "{n}");
                assert!(!matches!(saving, Saving::NotSaved { .. }), "{n}");
            }
        }
        assert!(said > 0);
    }

    #[test]
    fn a_login_page_in_between_is_offline_whatever_the_browser_believes() {
        let captive = Status {
            trouble: Some(Trouble::NoAnswer),
            ..status(2, Some(NOW))
        };
        assert_eq!(line(Saving::Saved, captive, true), Line::Offline(2));
    }

    #[test]
    fn what_a_refused_device_holds_does_not_wait_to_be_sent() {
        let refused = |waiting| Status {
            trouble: Some(Trouble::Refused(RefusalCode::RunOut)),
            ..status(waiting, Some(NOW))
        };
        assert_eq!(line(Saving::Saved, refused(2), true), Line::NotAccepted(2));
        assert_eq!(line(Saving::Quiet, refused(0), true), Line::AllSent(NOW));
    }

    #[test]
    fn three_days_of_silence_matter_only_where_something_waits() {
        let long_ago = Some(NOW - 3 * 24 * 3600);
        assert_eq!(
            line(Saving::Saved, status(1, long_ago), false),
            Line::NotSentFor(3)
        );
        assert_eq!(
            line(Saving::Saved, status(0, long_ago), false),
            Line::Offline(0)
        );
    }

    #[test]
    fn it_says_the_words_people_are_taught() {
        for (line, words) in [
            (Line::Waiting(3), "3 waiting to send"),
            (Line::Sending, "Sending…"),
            (
                Line::Offline(0),
                "Offline. Your notes are safe on this phone.",
            ),
            (Line::NotAccepted(2), "2 not accepted: look"),
            (Line::NotSentFor(3), "Not sent for 3 days: connect to Wi-Fi"),
            (
                Line::SavedAndWaiting(1),
                "Saved on this phone · 1 waiting to send",
            ),
        ] {
            assert_eq!(line.words(), words);
        }
    }
}

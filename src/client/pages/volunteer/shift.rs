//! The end of the shift: what is saved, sent and merged, said before and after.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::sent::{Counts, InTheWay};
use crate::canvass::author::PersonId;
use crate::canvass::dot::Dot;
use crate::canvass::draft::Draft;
use crate::canvass::fact::Fact;
use crate::canvass::fold::State;
use crate::canvass::id::HeadId;
use crate::canvass::stream::Stream;
use crate::client::parts::bottom_bar::Place;
use crate::client::parts::evening::Evening;
use crate::client::parts::page::{Heading, Page};
use crate::client::phone::Phone;
use crate::t;

/// That this person's shift has ended, about the newest event of each of their logs here: an
/// organiser's device that has merged those knows this phone is in.
fn ended(state: &State, person: PersonId) -> Draft {
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

/// The page.
#[component]
pub fn Shift() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let evening = expect_context::<Evening>();
    // Said again to who comes back to this page, until the next knock.
    let has_ended = evening.shift_ended;
    let wrong = RwSignal::new(None);
    let end = move |closes: bool| {
        let Some(membership) = phone.membership().get_untracked() else {
            return;
        };
        let draft = phone.read_untracked(|state| ended(state, membership.person));
        spawn_local(async move {
            let saved = evening
                .record(phone, t!("volunteer.end_shift"), vec![draft])
                .await;
            if saved.is_ok() {
                has_ended.set(true);
                evening.knockers.end(phone);
                if !closes {
                    phone.sync();
                } else if let Err(reason) = phone.close_list().await {
                    let _ = wrong.try_set(Some(reason.sentence()));
                }
            }
        });
    };
    let waiting = Memo::new(move |_| phone.tally().get().waiting());
    let onward = move || match (has_ended.get(), waiting.get()) {
        (false, 0) => t!("volunteer.shift_all_sent"),
        (false, n) => t!("volunteer.shift_waiting", n = n),
        (true, 0) => t!("volunteer.shift_ended_sent"),
        (true, n) => t!("volunteer.shift_ended_waiting", n = n),
    };
    let name = move || phone.membership().get().map(|membership| membership.name);
    view! {
        <Page title=t!("volunteer.end_shift") at=Place::Elsewhere>
            {move || {
                let words = if has_ended.get() {
                    t!("volunteer.thank_you", name = name().unwrap_or_default())
                } else {
                    t!("volunteer.shift_title")
                };
                view! { <Heading>{words}</Heading> }
            }}
            <p role="status">{onward}</p>
            <Counts />
            <p class="quiet small">{t!("volunteer.counts_explained")}</p>
            <InTheWay />
            <p class="error" role="alert">
                {move || wrong.get()}
            </p>
            <p>
                <a href="/wipe">{t!("phone.wipe")}</a>
            </p>
            <div class="reach">
                {move || {
                    if has_ended.get() {
                        view! {
                            <a class="button whole" href="/today">
                                {t!("volunteer.to_today")}
                            </a>
                        }
                            .into_any()
                    } else {
                        view! {
                            <button type="button" class="button primary whole" on:click=move |_| end(false)>
                                {t!("volunteer.end_shift")}
                            </button>
                            <button type="button" class="button whole" on:click=move |_| end(true)>
                                {t!("phone.end_and_close")}
                            </button>
                            <p class="hint">{t!("phone.end_and_close_what")}</p>
                            <a class="button whole" href="/today">
                                {t!("volunteer.go_on")}
                            </a>
                        }
                            .into_any()
                    }
                }}
            </div>
        </Page>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canvass::author::{Author, CertificateId, Role};
    use crate::canvass::dot::LogId;
    use crate::canvass::fold::Written;
    use crate::canvass::id::{Id, StairId};

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

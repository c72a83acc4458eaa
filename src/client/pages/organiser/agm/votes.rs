//! How votes went.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::canvass::agm::Rules;
use crate::client::pages::organiser::saving::{Saving, Wrong};
use crate::client::phone::Phone;
use crate::organise::agm::{Count, NoVote, Outcome, Quorum, Row, Tally, results, vote, was_wrong};
use crate::t;

/// Those there are, and a way to write one down while enough are there.
#[component]
pub(super) fn VotesPart(rules: Rules, rows: Vec<Row>) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let meeting = rules.meeting;
    let saving = Saving::new();
    let all = Memo::new(move |_| phone.read(|state| results(state, meeting)));
    let list = move || all.get().iter().map(|it| line(saving, it)).collect_view();
    let met = Count::of(&rows, &rules).quorum() == Quorum::Met;
    view! {
        <h3>{t!("agm.results")}</h3>
        <Wrong saving />
        <ul class="stack tight">{list}</ul>
        {match met {
            true => view! { <VoteForm rules rows /> }.into_any(),
            false => view! { <p class="quiet">{t!("agm.no_quorum")}</p> }.into_any(),
        }}
    }
}

fn line(saving: Saving, outcome: &Outcome) -> impl IntoView + use<> {
    let said = &outcome.said;
    let key = match outcome.carried {
        true => "agm.carried",
        false => "agm.lost",
    };
    let figures = t!(
        "agm.result",
        yes = said.yes,
        no = said.no,
        abstained = said.abstained,
        present = said.present,
        needed = said.needed
    );
    let label = t!("agm.was_wrong_of", what = said.what);
    let wrong = was_wrong(outcome);
    view! {
        <li class="card stack">
            <strong>
                <bdi>{said.what.clone()}</bdi>
            </strong>
            <p class="figure">{t!(key)}</p>
            <p>{figures}</p>
            <button
                type="button"
                class="button"
                aria-label=label
                on:click=move |_| saving.save(vec![wrong.clone()], String::new(), |_| ())
            >
                {t!("agm.was_wrong")}
            </button>
        </li>
    }
}

#[component]
fn VoteForm(rules: Rules, rows: Vec<Row>) -> impl IntoView {
    let saving = Saving::new();
    let what = RwSignal::new(String::new());
    let [yes, no, abstained] = [(); 3].map(|()| RwSignal::new(String::new()));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        // Nothing typed is nobody; anything else that is no number is a slip.
        let number = |typed: RwSignal<String>| {
            let typed = typed.get_untracked();
            match typed.trim() {
                "" => Some(0),
                digits => digits.parse::<u32>().ok(),
            }
        };
        let tally = number(yes)
            .zip(number(no))
            .zip(number(abstained))
            .map(|((yes, no), abstained)| Tally { yes, no, abstained });
        let said = match tally {
            None => Err(t!("agm.no_number")),
            Some(tally) => {
                let said = vote(&rules, &rows, &what.get_untracked(), tally);
                said.map_err(|why| match why {
                    NoVote::TooMany(n) => t!(why.key(), n = n),
                    other => t!(other.key()),
                })
            }
        };
        let (drafts, missing) = match said {
            Ok(draft) => (vec![draft], String::new()),
            Err(why) => (Vec::new(), why),
        };
        saving.save(drafts, missing, move |_| {
            for typed in [what, yes, no, abstained] {
                let _ = typed.try_set(String::new());
            }
        });
    };
    let field = |id: &'static str, label: String, value: RwSignal<String>| {
        view! {
            <div class="field">
                <label for=id>{label}</label>
                <input id=id inputmode="numeric" autocomplete="off" bind:value=value />
            </div>
        }
    };
    view! {
        <form class="stack" on:submit=submit novalidate>
            <Wrong saving />
            <div class="field">
                <label for="what">{t!("agm.what")}</label>
                <input
                    id="what"
                    type="text"
                    dir="auto"
                    autocomplete="off"
                    maxlength="140"
                    bind:value=what
                />
            </div>
            {field("yes", t!("agm.yes"), yes)}
            {field("no", t!("agm.no"), no)}
            {field("abstained", t!("agm.abstained"), abstained)}
            <button type="submit" class="button primary whole" disabled=saving.busy>
                {t!("agm.vote_keep")}
            </button>
        </form>
    }
}

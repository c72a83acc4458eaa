//! One deputation: by when the council is told, its rules, and who goes.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::new::Rules;
use super::{OfAll, left_words, tell_words};
use crate::canvass::dot::Dot;
use crate::canvass::estate;
use crate::canvass::id::DoorId;
use crate::client::address::Address;
use crate::client::pages::organiser::fields::WordsField;
use crate::client::pages::organiser::frame::{Back, OrganiserPage};
use crate::client::pages::organiser::petition::DoorPicked;
use crate::client::pages::organiser::saving::{Saving, Wrong};
use crate::client::parts::when::{day_and_year, short_day, tonight};
use crate::client::phone::Phone;
use crate::organise::council::find;
use crate::organise::deputation::{
    Against, Going, Speaker, deputations, goes_no_more, no_more, plan, speaks,
};
use crate::t;

/// The page.
#[component]
pub fn DeputationPage(id: Option<Dot>) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let going = Memo::new(move |_| {
        let all = phone.read(deputations);
        all.into_iter().find(|it| Some(it.id) == id)
    });
    let known = Memo::new(move |_| going.with(Option::is_some));
    view! {
        <OrganiserPage title=t!("deputation.one") back=Back::Deputations>
            {move || match known.get() {
                true => view! { <Whole going /> }.into_any(),
                false => view! { <p>{t!("deputation.not_here")}</p> }.into_any(),
            }}
        </OrganiserPage>
    }
}

#[component]
fn Whole(going: Memo<Option<Going>>) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let head = move || going.with(|going| going.as_ref().map(head));
    let rules = going.with_untracked(|going| find(&going.as_ref()?.now()?.council));
    let rules = rules.map(|profile| {
        view! {
            <h2>
                <bdi>{t!("petition.council_rules", council = profile.name)}</bdi>
            </h2>
            <Rules profile />
        }
    });
    view! {
        {head}
        <OfAll phone />
        <Settle going />
        <WhoGoes going />
        {rules}
        <TakeOut going />
    }
}

fn head(going: &Going) -> impl IntoView + use<> {
    let tell = going.tell();
    let against = going.against().into_iter();
    let against = against.map(|it| {
        let words = match it {
            Against::TooMany(most) => t!("deputation.too_many", n = most),
            Against::TooFewBackers(least) => t!("deputation.too_few", n = least),
        };
        view! { <p class="banner">{words}</p> }
    });
    let against = against.collect_view();
    going.now().cloned().map(|said| {
        view! {
            <p>
                <strong>
                    <bdi>{said.subject}</bdi>
                </strong>
            </p>
            <p>
                <bdi>{t!("deputation.meets", to = said.to, day = day_and_year(said.meeting))}</bdi>
            </p>
            <p class="figure">{tell_words(tell)}</p>
            <p class="quiet">{left_words(tell)}</p>
            {against}
        }
    })
}

/// Where two organisers wrote at once: one of them is kept.
#[component]
fn Settle(going: Memo<Option<Going>>) -> impl IntoView {
    let saving = Saving::new();
    move || {
        let going = going.get().filter(|it| it.versions.len() > 1)?;
        let each = going.versions.clone().into_iter().map(|(_, said)| {
            let words = t!(
                "deputation.keep_this",
                what = format!(
                    "{} · {} · {}",
                    said.subject,
                    said.to,
                    short_day(said.meeting)
                )
            );
            let going = going.clone();
            let keep = move |_| {
                let draft = plan(Some(&going), said.clone());
                saving.save(draft.into_iter().collect(), String::new(), |_| ());
            };
            view! {
                <button type="button" class="button" disabled=saving.busy on:click=keep>
                    <bdi>{words}</bdi>
                </button>
            }
        });
        Some(view! {
            <div class="banner">
                <p>{t!("deputation.differ")}</p>
                <div class="stack tight">{each.collect_view()}</div>
            </div>
        })
    }
}

/// Those who go, each by their own word.
#[component]
fn WhoGoes(going: Memo<Option<Going>>) -> impl IntoView {
    let saving = Saving::new();
    let name = RwSignal::new(String::new());
    let door = RwSignal::new(None::<DoorId>);
    let agreed = RwSignal::new(false);
    let id = move || going.with_untracked(|going| going.as_ref().map(|it| it.id));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let phone = saving.phone;
        let home = door.get_untracked();
        let home = home.map(|it| phone.read_untracked(|state| estate::household(state, it)));
        let today = agreed.get_untracked().then(|| tonight().today);
        let draft = id().and_then(|id| speaks(id, home, &name.get_untracked(), today));
        let missing = t!("deputation.speaker_missing");
        saving.save(draft.into_iter().collect(), missing, move |_| {
            name.try_set(String::new());
            agreed.try_set(false);
        });
    };
    let speakers = move || {
        let all = going.with(|going| going.as_ref().map(|it| (it.id, it.speakers.clone())));
        all.map(|(id, speakers)| {
            let lines = speakers.into_iter().map(|it| speaker(saving, id, it));
            view! { <ul class="stack">{lines.collect_view()}</ul> }
        })
    };
    view! {
        <h2>{t!("deputation.who")}</h2>
        <p class="hint">{t!("deputation.who_what")}</p>
        {speakers}
        <form class="stack" on:submit=submit novalidate>
            <WordsField id="speaker" name=t!("deputation.speaker") typed=name length=80 />
            <DoorPicked door />
            <label class="choice">
                <input type="checkbox" bind:checked=agreed />
                <span>{t!("deputation.agreed")}</span>
            </label>
            <Wrong saving />
            <button type="submit" class="button primary" disabled=saving.busy>
                {t!("deputation.speaker_keep")}
            </button>
        </form>
    }
}

fn speaker(saving: Saving, id: Dot, speaker: Speaker) -> impl IntoView {
    let agreed = t!("deputation.agreed_on", day = short_day(speaker.agreed));
    let label = t!("deputation.take_out", name = speaker.name);
    let name = speaker.name.clone();
    let out = move |_| saving.save(vec![goes_no_more(id, &speaker)], String::new(), |_| ());
    view! {
        <li class="row apart">
            <span>
                <bdi>{name}</bdi>
                " · "
                <span class="quiet">{agreed}</span>
            </span>
            <button
                type="button"
                class="button"
                aria-label=label
                disabled=saving.busy
                on:click=out
            >
                {t!("deputation.out")}
            </button>
        </li>
    }
}

#[component]
fn TakeOut(going: Memo<Option<Going>>) -> impl IntoView {
    let saving = Saving::new();
    let address = expect_context::<Address>();
    let out = move |_| {
        let draft = going.with_untracked(|going| going.as_ref().and_then(no_more));
        saving.save(draft.into_iter().collect(), String::new(), move |_| {
            address.go("/organise/deputation");
        });
    };
    view! {
        <details class="more">
            <summary>{t!("deputation.no_more")}</summary>
            <Wrong saving />
            <button type="button" class="button" disabled=saving.busy on:click=out>
                {t!("deputation.no_more_keep")}
            </button>
        </details>
    }
}

//! Deputations: to which meeting, by when the council is told, and who goes.

mod new;
mod one;

use leptos::prelude::*;

use super::estate_switch::Estates;
use super::frame::{Back, OrganiserPage};
use crate::canvass::dot::Dot;
use crate::client::parts::when::{day_and_year, long_day, minutes_in_words, tonight};
use crate::client::phone::Phone;
use crate::organise::deputation::{Going, Tell, deputations};
use crate::t;
pub use new::NewDeputation;
pub use one::DeputationPage;

/// A deputation's page.
fn path(id: Dot) -> String {
    format!("/organise/deputation/{id}")
}

/// By when the council is told, in words.
pub fn tell_words(tell: Tell) -> String {
    match tell {
        Tell::By(deadline) => {
            let day = long_day(i64::from(deadline.day) * 86_400 + 43_200);
            match deadline.at {
                Some(at) => t!("deputation.tell_at", day = day, time = minutes_in_words(at)),
                None => t!("deputation.tell_by", day = day),
            }
        }
        Tell::Ask => t!("deputation.tell_ask"),
        Tell::NoCalendar => t!("deputation.tell_no_calendar"),
    }
}

/// That it is over, or how many days are left.
fn left_words(tell: Tell) -> Option<String> {
    let Tell::By(deadline) = tell else {
        return None;
    };
    let days = deadline.day - tonight().today;
    Some(match usize::try_from(days) {
        Ok(0) => t!("deputation.today"),
        Ok(n) => t!("deputation.days_left", n = n),
        Err(_) => t!("deputation.too_late"),
    })
}

/// The page.
#[component]
pub fn DeputationsPage() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let all = Memo::new(move |_| phone.read(deputations));
    view! {
        <OrganiserPage title=t!("deputation.title") back=Back::Home>
            <p>{t!("deputation.what")}</p>
            <OfAll phone />
            <div class="row">
                <a class="button primary" href="/organise/deputation/new">
                    {t!("deputation.begin")}
                </a>
                <a class="button" href="/organise/evidence">
                    {t!("evidence.title")}
                </a>
            </div>
            <Show
                when=move || !all.with(Vec::is_empty)
                fallback=|| view! { <p class="quiet">{t!("deputation.none")}</p> }
            >
                <ul class="stack tight tests">
                    {move || all.get().iter().map(card).collect_view()}
                </ul>
            </Show>
        </OrganiserPage>
    }
}

/// Says that a deputation is of the whole campaign, where there are several estates.
#[component]
fn OfAll(phone: Phone) -> impl IntoView {
    let estates = Estates::new(phone);
    let words = || view! { <p class="quiet">{t!("deputation.of_campaign")}</p> };
    move || estates.several().then(words)
}

fn card(going: &Going) -> impl IntoView + use<> {
    let said = going.now().cloned();
    let id = going.id;
    let tell = going.tell();
    said.map(|said| {
        let meets = t!(
            "deputation.meets",
            to = said.to,
            day = day_and_year(said.meeting)
        );
        view! {
            <li class="card">
                <a href=path(id)>
                    <bdi>{said.subject}</bdi>
                </a>
                <p class="quiet">
                    <bdi>{meets}</bdi>
                </p>
                <p class="figure">{tell_words(tell)}</p>
                <p class="quiet">{left_words(tell)}</p>
            </li>
        }
    })
}

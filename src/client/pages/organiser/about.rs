//! Who the group is, what it keeps and why: as volunteers show it at the door, and changed here.

use leptos::prelude::*;

use super::frame::{Back, OrganiserPage};
use crate::canvass::about::{self, AboutUs, Line};
use crate::canvass::draft::Draft;
use crate::canvass::event::Kind;
use crate::canvass::fold::State;
use crate::canvass::id::Facet;
use crate::canvass::provenance::has_full_register;
use crate::client::pages::start::about_us::{About, Us};
use crate::client::pages::start::question::QuestionPage;
use crate::client::phone::Phone;
use crate::organise::listening;
use crate::organise::lock::Locked;
use crate::t;

/// What the page holds.
#[derive(Clone, Copy)]
struct Changing {
    phone: Phone,
    step: RwSignal<Option<About>>,
    /// Everything is answered, and it would be passed on to somebody new: what those who agreed
    /// before were told.
    widens: RwSignal<Option<String>>,
    error: RwSignal<Option<String>>,
    saved: RwSignal<bool>,
}

impl Changing {
    /// The last question is answered: kept, unless it is to be asked once more.
    fn answered(self, us: Us) {
        let said = us.said();
        let before = self.phone.read_untracked(AboutUs::read);
        match told_before(&before, &said) {
            Some(told) => self.widens.set(Some(told)),
            None => self.keep(us),
        }
    }

    fn keep(self, us: Us) {
        leptos::task::spawn_local(async move {
            match keep(self.phone, &us.said()).await {
                Ok(()) => {
                    let _ = self.saved.try_set(true);
                    let _ = self.error.try_set(None);
                    let _ = self.widens.try_set(None);
                    let _ = self.step.try_set(None);
                }
                Err(reason) => {
                    let _ = self.error.try_set(Some(reason));
                }
            }
        });
    }
}

/// Whom those who agreed before were told it may be passed on to, where somebody else is named now.
/// Nobody agrees to anything before all of it is said.
fn told_before(before: &AboutUs, now: &AboutUs) -> Option<String> {
    let (told, names) = (before.shared_with.trim(), now.shared_with.trim());
    let widens = before.is_whole() && !names.is_empty() && names != told;
    widens.then(|| {
        let told = match told.is_empty() {
            true => t!("start.sharing_nobody"),
            false => told.to_string(),
        };
        // The sentence it stands in has its own full stop.
        told.trim_end_matches('.').to_string()
    })
}

/// The page: what stands, then one question a page.
#[component]
pub fn AboutPage() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let changing = Changing {
        phone,
        step: RwSignal::new(None::<About>),
        widens: RwSignal::new(None),
        error: RwSignal::new(None),
        saved: RwSignal::new(false),
    };
    let Changing {
        step, error, saved, ..
    } = changing;
    let us = StoredValue::new(None::<Us>);
    let begin = Callback::new(move |()| {
        saved.set(false);
        us.set_value(Some(Us::again(error, phone.read_untracked(AboutUs::read))));
        step.set(Some(About::Group));
    });
    move || match (step.get(), us.get_value()) {
        (Some(_), Some(us)) if changing.widens.with(Option::is_some) => {
            once_more(changing, us).into_any()
        }
        (Some(about), Some(us)) => {
            let go = move |to: Option<About>| {
                error.set(None);
                step.set(to);
            };
            let back = Some(Callback::new(move |()| go(about.before())));
            // With the full register there is nobody to pass anything on to.
            let locked = phone.read_untracked(has_full_register);
            let following = about
                .next()
                .filter(|next| !(locked && *next == About::Sharing));
            let next = Callback::new(move |()| match following {
                Some(next) => go(Some(next)),
                None => changing.answered(us),
            });
            us.page(about, back, next)
        }
        _ => view! { <Standing saved=saved begin=begin /> }.into_any(),
    }
}

/// Before it is passed on to somebody new: what those who agreed were told still holds for them.
fn once_more(changing: Changing, us: Us) -> impl IntoView {
    let told = changing.widens.get_untracked().unwrap_or_default();
    let back = Callback::new(move |()| {
        changing.error.set(None);
        changing.widens.set(None);
        changing.step.set(Some(About::Sharing));
    });
    view! {
        <QuestionPage
            title=t!("start.sharing")
            error=changing.error
            button=t!("keys.about_keep")
            on_answer=Callback::new(move |()| changing.keep(us))
            back=Some(back)
        >
            <p class="banner">{t!("keys.told_before", told = told)}</p>
        </QuestionPage>
    }
}

/// Writes it over what stands.
async fn keep(phone: Phone, about: &AboutUs) -> Result<(), String> {
    let drafts = phone.read_untracked(|state| {
        vec![
            over(
                state,
                listening::about_us(&about.group, &about.contact, &about.shared_with),
            ),
            over(state, listening::kept(&about.kept, &about.why, about.days)),
        ]
    });
    phone
        .record(drafts)
        .await
        .map_err(|error| error.sentence())?;
    phone.sync();
    Ok(())
}

/// A draft about the campaign itself, over every version that stands.
pub fn over(state: &State, draft: Draft) -> Draft {
    let kind: Kind = draft.fact.kind();
    let standing = state.naming(Facet::ABOUT_US);
    Draft {
        over: standing
            .filter(|(_, entry)| entry.event.kind == kind)
            .map(|(dot, _)| dot)
            .collect(),
        ..draft
    }
}

#[component]
fn Standing(saved: RwSignal<bool>, begin: Callback<()>) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let about = Memo::new(move |_| phone.read(AboutUs::read));
    let whole = move || about.with(AboutUs::is_whole);
    view! {
        <OrganiserPage title=t!("keys.about") back=Back::Home>
            <p role="status">{move || saved.get().then(|| t!("keys.about_saved"))}</p>
            {move || {
                phone
                    .read(has_full_register)
                    .then(|| view! { <p class="banner stop">{t!(Locked::Register.key())}</p> })
            }}
            {move || (!whole()).then(|| view! { <p>{t!("keys.about_first")}</p> })}
            {move || phone.read(|state| differing(about::differing(state)))}
            <dl class="card stack">{move || lines(about.get())}</dl>
            <button type="button" class="button primary whole" on:click=move |_| begin.run(())>
                {move || if whole() { t!("keys.about_change") } else { t!("keys.about_say") }}
            </button>
            <p>
                <a href="/privacy">{t!("keys.about_see")}</a>
            </p>
        </OrganiserPage>
    }
}

/// What organisers said at once of one thing, each otherwise.
fn differing(lines: Vec<(Line, Vec<String>)>) -> Option<impl IntoView> {
    let all = lines.into_iter().map(|(line, said)| {
        let said = said.into_iter().map(|words| shown(line, words));
        let said = said.collect::<Vec<_>>().join(" / ");
        view! {
            <li>
                <span>{label(line)}</span>
                " "
                <bdi>{said}</bdi>
            </li>
        }
    });
    let all = all.collect::<Vec<_>>();
    (!all.is_empty()).then(|| {
        view! {
            <div class="banner" role="alert">
                <p>{t!("keys.about_differ")}</p>
                <ul class="bullets">{all}</ul>
            </div>
        }
    })
}

/// What is asked for a line.
fn label(line: Line) -> String {
    match line {
        Line::Group => t!("start.group"),
        Line::Contact => t!("start.contact"),
        Line::Kept => t!("start.kept"),
        Line::Why => t!("start.why"),
        Line::SharedWith => t!("start.sharing"),
        Line::Days => t!("start.days"),
    }
}

/// What was answered, in words also where that is nothing.
fn shown(line: Line, words: String) -> String {
    match (line, words.is_empty()) {
        (Line::SharedWith, true) => t!("start.sharing_nobody"),
        (_, true) => t!("organiser.not_yet"),
        (_, false) => words,
    }
}

fn lines(about: AboutUs) -> impl IntoView {
    [
        (Line::Group, about.group),
        (Line::Contact, about.contact),
        (Line::Kept, about.kept),
        (Line::Why, about.why),
        (Line::SharedWith, about.shared_with),
        (Line::Days, about.days.to_string()),
    ]
    .into_iter()
    .map(|(line, words)| {
        view! {
            <div>
                <dt class="quiet small">{label(line)}</dt>
                <dd dir="auto">{shown(line, words)}</dd>
            </div>
        }
    })
    .collect_view()
}

/// Where organisers said different things at once: that it is to be settled.
#[component]
pub fn AboutDiffers() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let differs = Memo::new(move |_| phone.read(|state| !about::differing(state).is_empty()));
    view! {
        <Show when=move || differs.get()>
            <div class="banner" role="status">
                <p>{t!("keys.about_differ_home")}</p>
                <a class="button whole" href="/organise/about">
                    {t!("keys.about")}
                </a>
            </div>
        </Show>
    }
}

/// In place of what makes an invitation, until it is said who asks and what is kept.
#[component]
pub fn AboutFirst() -> impl IntoView {
    view! {
        <div class="banner" role="status">
            <p>{t!("keys.about_first")}</p>
            <a class="button primary whole" href="/organise/about">
                {t!("keys.about_say")}
            </a>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_agreed_before_was_told_something_else_where_somebody_new_is_named() {
        let about = |shared_with: &str| AboutUs {
            group: "Larch Residents".into(),
            contact: "01632 960 001".into(),
            shared_with: shared_with.into(),
            kept: "What you tell us".into(),
            why: "To act together".into(),
            days: 14,
        };
        for (before, now, told) in [
            ("", "", None),
            (
                "",
                "the tenants' union",
                Some("Nobody. It stays in our group"),
            ),
            ("the tenants' union", "", None),
            ("the tenants' union", " the tenants' union ", None),
            ("the union", "the union, the council", Some("the union")),
        ] {
            let found = told_before(&about(before), &about(now));
            assert_eq!(found.as_deref(), told, "{before} {now}");
        }
        // Nothing was said before, so nobody has agreed.
        let now = about("the tenants' union");
        assert_eq!(told_before(&AboutUs::default(), &now), None);
    }
}

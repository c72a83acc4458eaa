//! What every page of the organiser has: the way back, one heading that takes the focus, and
//! nothing for anyone who may not see it: most of it is for organisers.

use leptos::prelude::*;

use crate::client::address::redirect;
use crate::client::parts::page::{Heading, set_title};
use crate::client::parts::status_line::{NotSavedBanner, StatusLine};
use crate::client::phone::Phone;
use crate::sync::certificate::Role;
use crate::t;

/// Where "back" leads from a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Back {
    /// The organiser's home, which has none itself.
    None,
    /// To the organiser's home.
    Home,
    /// To the morning.
    Morning,
    /// To the stair chart.
    Chart,
    /// To whom people listen to.
    Leaders,
    /// To what homes raise.
    Issues,
    /// To where people stand.
    Standing,
    /// To structure tests.
    Tests,
    /// To meetings.
    Meetings,
    /// To residents' own stories.
    Stories,
    /// To what neighbours need and offer.
    Help,
    /// To petitions.
    Petitions,
    /// To deputations.
    Deputations,
    /// To the ballot.
    Ballot,
    /// To handing over.
    Handover,
    /// To tonight's teams.
    Tonight,
    /// To the turfs.
    Turfs,
    /// To the phones.
    Phones,
    /// To the address list.
    List,
    /// To the buildings.
    Blocks,
    /// To the boards of paper.
    Paper,
    /// To a volunteer's day, from the few pages here that are theirs too.
    Today,
    /// To a trainer's turfs.
    Train,
}

impl Back {
    fn link(self) -> Option<(&'static str, String)> {
        match self {
            Back::None => None,
            Back::Home => Some(("/organise", t!("organiser.home"))),
            Back::Morning => Some(("/organise/morning", t!("organiser.morning"))),
            Back::List => Some(("/organise/list", t!("organiser.step_list"))),
            Back::Blocks => Some(("/organise/blocks", t!("list.buildings"))),
            Back::Chart => Some(("/organise/chart", t!("chart.title"))),
            Back::Leaders => Some(("/organise/leaders", t!("leaders.people"))),
            Back::Issues => Some(("/organise/issues", t!("issues.title"))),
            Back::Standing => Some(("/organise/standing", t!("standing.title"))),
            Back::Tests => Some(("/organise/tests", t!("structure.title"))),
            Back::Meetings => Some(("/organise/meetings", t!("meeting.title"))),
            Back::Stories => Some(("/organise/stories", t!("stories.title"))),
            Back::Help => Some(("/organise/help", t!("aid.title"))),
            Back::Petitions => Some(("/organise/petition", t!("petition.title"))),
            Back::Deputations => Some(("/organise/deputation", t!("deputation.title"))),
            Back::Ballot => Some(("/organise/ballot", t!("ballot.title"))),
            Back::Handover => Some(("/organise/handover", t!("handover.title"))),
            Back::Tonight => Some(("/organise/tonight", t!("tonight.teams"))),
            Back::Turfs => Some(("/organise/turfs", t!("organiser.turfs"))),
            Back::Paper => Some(("/organise/paper", t!("paper.title"))),
            Back::Today => Some(("/today", t!("volunteer.today"))),
            Back::Train => Some(("/organise/train", t!("keys.train"))),
            Back::Phones => Some(("/organise/phones", t!("organiser.phones"))),
        }
    }
}

/// A page of the organiser's.
#[component]
pub fn OrganiserPage(
    /// The heading, and the window's name: never a door, a name or a place.
    title: String,
    /// Where "back" leads.
    back: Back,
    /// Who may see it: an organiser, unless it says somebody else.
    #[prop(default = Role::Organiser)]
    least: Role,
    /// Whether a browser may print it: only where no figure of few homes stands on it, and nothing of anybody. Of all else
    /// what may be on paper is a file, which is recorded.
    #[prop(optional)]
    may_be_printed: bool,
    /// What stands under the heading.
    children: ChildrenFn,
) -> impl IntoView {
    let phone = expect_context::<Phone>();
    set_title(&title);
    let role = Memo::new(move |_| {
        let own = phone.membership().get();
        own.filter(|own| !own.emptied).map(|own| own.role)
    });
    let children = StoredValue::new(children);
    move || match role.get() {
        None => redirect("/"),
        Some(role) if role < least => redirect("/today"),
        Some(_) => view! {
            <div class="page wide" class:screen-alone=!may_be_printed>
                {(!may_be_printed)
                    .then(|| view! { <p class="on-paper">{t!("organiser.not_on_paper")}</p> })}
                <NotSavedBanner />
                <StatusLine />
                <main>
                    {back
                        .link()
                        .map(|(path, name)| {
                            view! {
                                <a class="back" href=path>
                                    {name}
                                </a>
                            }
                        })}
                    {heading(title.clone())}
                    {children.with_value(|children| children())}
                </main>
            </div>
        }
        .into_any(),
    }
}

/// The heading, apart from the page that may draw it again.
fn heading(words: String) -> impl IntoView {
    view! { <Heading>{words}</Heading> }
}

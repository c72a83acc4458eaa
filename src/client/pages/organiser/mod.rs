//! The organiser's day: the list in the afternoon, turfs and invitations, the morning after.

mod about;
mod again_view;
mod agm;
mod aid;
mod answers;
mod ballot;
mod blocks;
mod carried;
mod chart;
mod contacts;
mod deputation;
mod disagreements;
pub mod download;
mod drawing;
mod eleven;
mod ending;
mod entrances;
mod estate_switch;
mod estates;
mod evidence;
mod fields;
mod files;
mod frame;
mod groups;
mod handover;
mod home;
mod hours;
mod incidents;
mod invite;
mod issues;
mod keyholder_words;
mod known;
mod leaders;
mod list;
mod list_hand;
mod list_pick;
mod list_source;
mod load;
mod lock;
mod meetings;
mod morning;
mod names;
mod noted;
mod on_campaign;
mod paper;
mod petition;
mod phones;
mod picked_file;
mod plan;
mod saving;
mod script;
mod second;
mod square_code;
mod standing;
mod stories;
mod structure;
mod switched;
mod taking_off;
mod tenures;
mod tonight;
mod training;
mod turf_new;
mod turf_sum;
mod turfs;
mod wall;
mod week;

use leptos::prelude::*;

use crate::canvass::author::CertificateId;
use crate::canvass::hex;
use crate::canvass::id::{BlockId, DoorId, StairId, TurfId};
use crate::client::address::parts;
use crate::sync::certificate::Role;
use about::AboutPage;
use agm::{AgmPage, RollPage};
use aid::{ChildcarePage, HelpPage, PodsPage};
use ballot::{BallotHome, BallotPage, VoidsPage};
use blocks::Blocks;
use carried::CarriedPage;
use chart::{BlockPage, ChartPage};
use deputation::{DeputationPage, DeputationsPage, NewDeputation};
use disagreements::Disagreements;
use eleven::Eleven;
use ending::{CountsPage, EndPage};
use entrances::Entrances;
use estates::EstatesPage;
use evidence::EvidencePage;
use frame::Back;
use groups::GroupsPage;
use handover::{ClosePage as CloseCampaign, HandoverPage};
use home::Home;
use incidents::IncidentsPage;
use invite::{AddDevice, AddOrganiser, AddTrainer, Invite, TrainerTurfs};
use issues::{ChecklistPage, ClosePage, DemandPage, IssueCard, IssuesPage, SaidPage, WinPage};
use leaders::{Leader, Leaders};
use list::ListPage;
use list_hand::HandPage;
use meetings::{ListsPage, MeetingPage, MeetingsPage, SignInPage};
use morning::Morning;
use names::Names;
use paper::{BoardPage, PaperPage};
use petition::{NewPetition, PetitionPage, PetitionsPage};
use phones::Phones;
use script::ScriptPage;
use standing::{GroundPage, StairPage, StandingPage};
use stories::{StoriesPage, StoryPage};
use structure::{NewTest, TestBoard, TestPage, TestsPage};
use taking_off::TakeOff;
use tenures::Tenures;
use tonight::{DoorsBy, Tonight};
use training::{DebriefPage, TrainingPage};
use turf_new::{Purpose, TurfNew};
use turfs::Turfs;
use week::WeekPage;

/// The organiser's page at this path.
pub fn page(path: &str) -> Option<AnyView> {
    let page = match parts(path)[..] {
        ["organise"] => view! { <Home /> }.into_any(),
        ["organise", "list"] => view! { <ListPage /> }.into_any(),
        ["organise", "list", "hand"] => view! { <HandPage /> }.into_any(),
        ["organise", "blocks"] => view! { <Blocks /> }.into_any(),
        ["organise", "block", block] => {
            let block = block.parse().ok().map(BlockId);
            view! { <Entrances block /> }.into_any()
        }
        ["organise", "block", block, "names"] => {
            let block = block.parse().ok().map(BlockId);
            view! { <Names block /> }.into_any()
        }
        ["organise", "turfs"] => view! { <Turfs /> }.into_any(),
        ["organise", "tonight"] => view! { <Tonight /> }.into_any(),
        ["organise", "turf", "by"] => view! { <DoorsBy /> }.into_any(),
        ["organise", "tonight", "turf"] => {
            view! { <TurfNew purpose=Purpose::Tonight /> }.into_any()
        }
        ["organise", "turf", "new"] => view! { <TurfNew purpose=Purpose::Inviting /> }.into_any(),
        ["organise", "invite", turf] => {
            let turf = turf.parse().ok().map(TurfId);
            view! { <Invite turf back=Back::Turfs least=Role::Organiser /> }.into_any()
        }
        ["organise", "train", turf] => {
            let turf = turf.parse().ok().map(TurfId);
            view! { <Invite turf back=Back::Train least=Role::Trainer /> }.into_any()
        }
        ["organise", "train"] => view! { <TrainerTurfs /> }.into_any(),
        ["organise", "add", "organiser"] => view! { <AddOrganiser /> }.into_any(),
        ["organise", "add", "trainer"] => view! { <AddTrainer /> }.into_any(),
        ["organise", "add", "device"] => view! { <AddDevice /> }.into_any(),
        ["organise", "chart"] => view! { <ChartPage /> }.into_any(),
        ["organise", "chart", block] => {
            let block = block.parse().ok().map(BlockId);
            view! { <BlockPage block /> }.into_any()
        }
        ["organise", "leaders"] => view! { <Leaders /> }.into_any(),
        ["organise", "leader", door] => {
            let door = door.parse().ok().map(DoorId);
            view! { <Leader door /> }.into_any()
        }
        ["organise", "issues"] => view! { <IssuesPage /> }.into_any(),
        ["organise", "issue", id, ref rest @ ..] => {
            let issue = id.parse().ok();
            match *rest {
                [] => view! { <IssueCard id=issue /> }.into_any(),
                ["demand"] => view! { <DemandPage issue of=None /> }.into_any(),
                ["demand", of] => {
                    view! { <DemandPage issue of=Some(of.parse().ok()?) /> }.into_any()
                }
                ["questions"] => view! { <ChecklistPage issue /> }.into_any(),
                ["won", demand] => {
                    view! { <WinPage issue demand=demand.parse().ok() /> }.into_any()
                }
                ["close"] => view! { <ClosePage issue /> }.into_any(),
                _ => return None,
            }
        }
        ["organise", "said", dot] => {
            view! { <SaidPage dot=dot.parse().ok() choice=None /> }.into_any()
        }
        ["organise", "said", question, choice] => {
            let choice = Some(choice.parse().ok()?);
            view! { <SaidPage dot=question.parse().ok() choice /> }.into_any()
        }
        ["organise", "standing"] => view! { <StandingPage /> }.into_any(),
        ["organise", "standing", "ground"] => view! { <GroundPage /> }.into_any(),
        ["organise", "standing", stair] => {
            let stair = stair.parse().ok().map(StairId);
            view! { <StairPage stair /> }.into_any()
        }
        ["organise", "tests"] => view! { <TestsPage /> }.into_any(),
        ["organise", "test", "new"] => view! { <NewTest /> }.into_any(),
        ["organise", "test", id] => view! { <TestPage id=id.parse().ok() /> }.into_any(),
        ["organise", "test", id, "board"] => view! { <TestBoard id=id.parse().ok() /> }.into_any(),
        ["organise", "meetings"] => view! { <MeetingsPage /> }.into_any(),
        ["organise", "meeting", id] => view! { <MeetingPage id=id.parse().ok() /> }.into_any(),
        ["organise", "meeting", id, "agm"] => view! { <AgmPage id=id.parse().ok() /> }.into_any(),
        ["organise", "meeting", id, "roll"] => view! { <RollPage id=id.parse().ok() /> }.into_any(),
        ["organise", "meeting", id, "sign-in"] => {
            view! { <SignInPage id=id.parse().ok() /> }.into_any()
        }
        // A volunteer's, too.
        ["organise", "lists"] => view! { <ListsPage /> }.into_any(),
        ["organise", "week"] => view! { <WeekPage /> }.into_any(),
        ["organise", "stories"] => view! { <StoriesPage /> }.into_any(),
        ["organise", "story", id] => view! { <StoryPage id=id.parse().ok() /> }.into_any(),
        ["organise", "estates"] => view! { <EstatesPage /> }.into_any(),
        ["organise", "groups"] => view! { <GroupsPage /> }.into_any(),
        ["organise", "handover"] => view! { <HandoverPage /> }.into_any(),
        ["organise", "handover", "close"] => view! { <CloseCampaign /> }.into_any(),
        ["organise", "petition"] => view! { <PetitionsPage /> }.into_any(),
        ["organise", "petition", "new"] => view! { <NewPetition /> }.into_any(),
        ["organise", "petition", id] => view! { <PetitionPage id=id.parse().ok() /> }.into_any(),
        ["organise", "deputation"] => view! { <DeputationsPage /> }.into_any(),
        ["organise", "deputation", "new"] => view! { <NewDeputation /> }.into_any(),
        ["organise", "deputation", id] => {
            view! { <DeputationPage id=id.parse().ok() /> }.into_any()
        }
        ["organise", "ballot"] => view! { <BallotPage /> }.into_any(),
        ["organise", "voids"] => view! { <VoidsPage /> }.into_any(),
        ["organise", "ballot", door] => {
            view! { <BallotHome door=door.parse().ok().map(DoorId) /> }.into_any()
        }
        ["organise", "help"] => view! { <HelpPage /> }.into_any(),
        ["organise", "pods"] => view! { <PodsPage /> }.into_any(),
        ["organise", "childcare"] => view! { <ChildcarePage /> }.into_any(),
        ["organise", "training"] => view! { <TrainingPage /> }.into_any(),
        ["organise", "debrief"] => view! { <DebriefPage /> }.into_any(),
        ["organise", "incidents"] => view! { <IncidentsPage /> }.into_any(),
        ["organise", "evidence"] => view! { <EvidencePage /> }.into_any(),
        ["organise", "tenures"] => view! { <Tenures /> }.into_any(),
        ["organise", "morning"] => view! { <Morning /> }.into_any(),
        ["organise", "disagreements"] => view! { <Disagreements /> }.into_any(),
        ["organise", "end"] => view! { <EndPage /> }.into_any(),
        // Of who belongs to no campaign any more.
        ["organise", "counts"] => view! { <CountsPage /> }.into_any(),
        ["organise", "script"] => view! { <ScriptPage /> }.into_any(),
        ["organise", "about"] => view! { <AboutPage /> }.into_any(),
        ["organise", "eleven"] => view! { <Eleven /> }.into_any(),
        ["organise", "paper"] => view! { <PaperPage /> }.into_any(),
        ["organise", "board", ref named @ ..] => {
            let board = paper::named(named);
            view! { <BoardPage board /> }.into_any()
        }
        ["organise", "carried"] => view! { <CarriedPage /> }.into_any(),
        ["organise", "phones"] => view! { <Phones /> }.into_any(),
        ["organise", "phones", subject] => {
            let subject = CertificateId(hex::decode(subject)?);
            view! { <TakeOff subject /> }.into_any()
        }
        _ => return None,
    };
    Some(page)
}

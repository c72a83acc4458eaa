//! The ledger's SQL, once for every database: compiled within `sqlite` and within `postgres`, each
//! of which says what `Db` (a connection) and `Store` (all connections) are, and how alone a change
//! is. What SQLite has and PostgreSQL lacks (`unhex`, `json_each` of a text) the latter's first
//! migration adds, so that the same words serve both.

mod batches;
mod campaigns;
mod certificates;
mod checkpoints;
mod devices;
mod invites;
mod membership;
mod pull;
mod shares;
mod start_codes;
mod summary;

use async_trait::async_trait;

use super::super::checkpoint::{LetGo, Replacement};
use super::super::room::Room;
use super::super::start_code::{NewStartCode, StartCode, StartQuota};
use super::super::summary::Summary;
use super::super::{
    Campaign, Device, Error, Head, Holder, Invitation, Known, Ledger, Log, Membership, NewCampaign,
    NewDevice, NewGrant, NewInvite, NextEpoch, Pull, Pulled, Push, Result, Standing, TokenHash,
};
use super::{Db, Store, alone};
use crate::sync::certificate::{CampaignId, CertificateId, Chain};
use crate::sync::epoch::EpochId;
use crate::sync::invite::LookupName;
use crate::sync::wire::LogId;

#[async_trait]
impl Ledger for Store {
    async fn healthy(&self) -> Result<()> {
        let mut tx = self.change().await?;
        sqlx::query("UPDATE pulse SET beats = beats + 1")
            .execute(&mut *tx)
            .await?;
        Ok(tx.commit().await?)
    }

    async fn summary(&self) -> Result<Summary> {
        summary::summary(&mut *self.look().await?).await
    }

    async fn start_code(&self, fresh: &str, now: i64) -> Result<Option<String>> {
        let mut tx = self.change_all().await?;
        let code = start_codes::first(&mut tx, fresh, now).await?;
        tx.commit().await?;
        Ok(code)
    }

    async fn start_codes(&self) -> Result<Vec<StartCode>> {
        start_codes::list(&mut *self.look().await?).await
    }

    async fn new_start_code(&self, new: &NewStartCode) -> Result<bool> {
        let mut tx = self.change_all().await?;
        let made = start_codes::add(&mut tx, new).await?;
        tx.commit().await?;
        Ok(made)
    }

    async fn change_start_code(&self, label: &str, quota: &StartQuota) -> Result<bool> {
        let mut tx = self.change_all().await?;
        let changed = start_codes::change(&mut tx, label, quota).await?;
        tx.commit().await?;
        Ok(changed)
    }

    async fn revoke_start_code(&self, label: &str) -> Result<bool> {
        let mut tx = self.change_all().await?;
        let revoked = start_codes::revoke(&mut tx, label).await?;
        tx.commit().await?;
        Ok(revoked)
    }

    async fn start(&self, campaign: &NewCampaign, organiser: &NewDevice) -> Result<()> {
        let mut tx = self.change_all().await?;
        campaigns::start(&mut tx, campaign, organiser).await?;
        Ok(tx.commit().await?)
    }

    async fn campaign(&self, id: CampaignId) -> Result<Option<Campaign>> {
        campaigns::by_id(&mut *self.look().await?, id).await
    }

    async fn found(&self, name: &[u8; 32]) -> Result<Option<(Campaign, Vec<u8>)>> {
        campaigns::found(&mut *self.look().await?, name).await
    }

    async fn holder(&self, token: &TokenHash) -> Result<Holder> {
        devices::holder(&mut *self.look().await?, token).await
    }

    async fn heard(&self, device: &Device, now: i64) -> Result<()> {
        let mut tx = self.change_in(device.campaign.key).await?;
        devices::heard(&mut tx, device, now).await?;
        Ok(tx.commit().await?)
    }

    async fn line(&self, campaign: i64, certificate: CertificateId) -> Result<Chain> {
        let mut tx = self.look().await?;
        Ok(certificates::lines(&mut tx, campaign, &[certificate])
            .await?
            .0)
    }

    async fn standing(&self, campaign: i64, certificate: CertificateId) -> Result<Standing> {
        certificates::standing(&mut *self.look().await?, campaign, certificate).await
    }

    async fn is_revoked(&self, campaign: i64, certificate: CertificateId) -> Result<bool> {
        certificates::is_revoked(&mut *self.look().await?, campaign, certificate).await
    }

    async fn invitation(&self, name: &LookupName) -> Result<Option<Invitation>> {
        invites::by_name(&mut *self.look().await?, name).await
    }

    async fn invite_name(&self, campaign: i64, id: CertificateId) -> Result<Option<LookupName>> {
        invites::name_of(&mut *self.look().await?, campaign, id).await
    }

    async fn join(&self, campaign: i64, device: &NewDevice) -> Result<Option<Vec<u8>>> {
        let mut tx = self.change_in(campaign).await?;
        let grant = devices::join(&mut tx, campaign, device).await?;
        tx.commit().await?;
        Ok(grant)
    }

    async fn publish(&self, campaign: i64, invite: &NewInvite) -> Result<()> {
        let mut tx = self.change_in(campaign).await?;
        invites::publish(&mut tx, campaign, invite).await?;
        Ok(tx.commit().await?)
    }

    async fn known(
        &self,
        campaign: i64,
        batches: &[(LogId, u64)],
        certificates: &[CertificateId],
    ) -> Result<Known> {
        batches::known(&mut *self.look().await?, campaign, batches, certificates).await
    }

    async fn push(&self, device: &Device, push: &Push, now: i64) -> Result<()> {
        let mut tx = self.change_in(device.campaign.key).await?;
        batches::push(&mut tx, device, push, now).await?;
        Ok(tx.commit().await?)
    }

    async fn logs(&self, device: &Device, logs: &[LogId]) -> Result<Vec<(Log, bool)>> {
        batches::logs(&mut *self.look().await?, device, logs).await
    }

    async fn replace(&self, device: &Device, new: &Replacement, now: i64) -> Result<()> {
        let mut tx = self.change_in(device.campaign.key).await?;
        checkpoints::replace(&mut tx, device, new, now).await?;
        Ok(tx.commit().await?)
    }

    async fn let_go(&self, now: i64) -> Result<LetGo> {
        let mut tx = self.change_all().await?;
        let gone = checkpoints::let_go(&mut tx, now).await?;
        tx.commit().await?;
        if gone.batches > 0 {
            self.forget().await?;
        }
        Ok(gone)
    }

    async fn pull(&self, device: &Device, pull: &Pull) -> Result<Pulled> {
        pull::pull(&mut *self.look().await?, device, pull).await
    }

    async fn revoke(&self, campaign: i64, certificate: CertificateId) -> Result<Vec<Head>> {
        let mut tx = self.change_in(campaign).await?;
        let heads = devices::revoke(&mut tx, campaign, certificate).await?;
        tx.commit().await?;
        Ok(heads)
    }

    async fn members(&self, campaign: i64) -> Result<Membership> {
        membership::members(&mut *self.look().await?, campaign).await
    }

    async fn grant(
        &self,
        campaign: i64,
        epoch: EpochId,
        grants: &[NewGrant],
        room: Room,
    ) -> Result<()> {
        let mut tx = self.change_in(campaign).await?;
        membership::grant(&mut tx, campaign, epoch, grants, room).await?;
        Ok(tx.commit().await?)
    }

    async fn begin_epoch(&self, campaign: i64, next: &NextEpoch) -> Result<()> {
        let mut tx = self.change_in(campaign).await?;
        membership::begin_epoch(&mut tx, campaign, next).await?;
        Ok(tx.commit().await?)
    }

    async fn extend(&self, campaign: i64, until: i64) -> Result<()> {
        let mut tx = self.change_in(campaign).await?;
        campaigns::extend(&mut tx, campaign, until).await?;
        Ok(tx.commit().await?)
    }

    async fn close(&self, campaign: i64, closing: &[u8]) -> Result<()> {
        let mut tx = self.change_in(campaign).await?;
        campaigns::close(&mut tx, campaign, closing).await?;
        Ok(tx.commit().await?)
    }

    async fn closing(&self, campaign: i64) -> Result<Option<Vec<u8>>> {
        campaigns::closing(&mut *self.look().await?, campaign).await
    }

    async fn sweep(&self, now: i64) -> Result<u64> {
        let mut tx = self.change_all().await?;
        let gone = campaigns::sweep(&mut tx, now).await?;
        tx.commit().await?;
        if gone > 0 {
            self.forget().await?;
        }
        Ok(gone)
    }
}

/// A stored name or hash; the database holds none of another length.
fn fixed<const N: usize>(bytes: Vec<u8>) -> Result<[u8; N]> {
    bytes
        .try_into()
        .map_err(|_| Error::Broken("a stored name has a wrong length".into()))
}

/// Numbers, as the database keeps them. None comes near the limit.
fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Numbers, as the database kept them.
fn unsigned(number: i64) -> Result<u64> {
    u64::try_from(number).map_err(|_| Error::Broken("a stored number is negative".into()))
}

/// Names as a JSON list of hexadecimal, for `json_each`.
fn list<const N: usize>(names: impl IntoIterator<Item = [u8; N]>) -> String {
    let names: Vec<String> = names
        .into_iter()
        .map(|name| data_encoding::HEXLOWER.encode(&name))
        .collect();
    serde_json::Value::from(names).to_string()
}

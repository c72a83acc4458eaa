//! Invites: publishing and looking.

use super::{Db, campaigns, certificates, fixed, shares, unsigned};
use crate::endpoint::ledger::room::Sent;
use crate::endpoint::ledger::{Error, Invitation, NewInvite, Result};
use crate::sync::certificate::CertificateId;
use crate::sync::invite::LookupName;
use crate::sync::wire::RefusalCode;

type Row = (i64, Vec<u8>, i64, Vec<u8>, bool, Vec<u8>, i64, bool);

pub async fn by_name(db: &mut Db, name: &LookupName) -> Result<Option<Invitation>> {
    let row: Option<Row> = sqlx::query_as(
        "SELECT key, id, ends, epoch, closed, certificate, uses_left, revoked
         FROM invites JOIN campaigns ON key = campaign WHERE name = $1",
    )
    .bind(&name[..])
    .fetch_optional(db)
    .await?;
    let Some((key, id, ends, epoch, closed, certificate, uses_left, revoked)) = row else {
        return Ok(None);
    };
    Ok(Some(Invitation {
        campaign: campaigns::read((key, id, ends, epoch, closed))?,
        certificate: CertificateId(fixed(certificate)?),
        uses_left: uses(uses_left)?,
        revoked,
    }))
}

pub async fn name_of(db: &mut Db, campaign: i64, id: CertificateId) -> Result<Option<LookupName>> {
    let name: Option<Vec<u8>> =
        sqlx::query_scalar("SELECT name FROM invites WHERE campaign = $1 AND certificate = $2")
            .bind(campaign)
            .bind(&id.0[..])
            .fetch_optional(db)
            .await?;
    name.map(fixed).transpose()
}

pub async fn publish(db: &mut Db, campaign: i64, invite: &NewInvite) -> Result<()> {
    let id = invite.certificate.id();
    let there: Option<(i64, Vec<u8>)> = sqlx::query_as(
        "SELECT campaign, certificate FROM invites
         WHERE name = $1 OR (campaign = $2 AND certificate = $3)",
    )
    .bind(&invite.name[..])
    .bind(campaign)
    .bind(&id.0[..])
    .fetch_optional(&mut *db)
    .await?;
    if let Some((of, certificate)) = there {
        // The same again, because the answer was lost on its way, changes nothing.
        let same = of == campaign
            && certificate == id.0
            && name_of(db, campaign, id).await? == Some(invite.name);
        return if same {
            Ok(())
        } else {
            Err(Error::Refused(RefusalCode::Exists))
        };
    }
    let (epoch, count): (Vec<u8>, i64) = sqlx::query_as(
        "SELECT epoch, (SELECT COUNT(*) FROM invites WHERE campaign = key)
         FROM campaigns WHERE key = $1",
    )
    .bind(campaign)
    .fetch_one(&mut *db)
    .await?;
    if epoch != invite.epoch.0 {
        return Err(Error::Refused(RefusalCode::EpochMoved));
    }
    if unsigned(count)? >= invite.room.of(u64::from(invite.most)) {
        return Err(Error::Refused(RefusalCode::OverQuota));
    }
    certificates::keep(db, campaign, &invite.certificate, invite.room).await?;
    let added = sqlx::query(
        "INSERT INTO invites (name, campaign, certificate, uses_left, grant_sealed)
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
    )
    .bind(&invite.name[..])
    .bind(campaign)
    .bind(&id.0[..])
    .bind(i64::from(invite.uses))
    .bind(&invite.grant)
    .execute(&mut *db)
    .await?;
    if added.rows_affected() == 0 {
        return Err(Error::Refused(RefusalCode::Exists));
    }
    let Some(share) = &invite.share else {
        return Ok(());
    };
    let certificate = invite.certificate.to_bytes().len();
    let sent = Sent {
        bytes: (certificate + invite.grant.len()) as u64,
        events: 0,
        invites: 1,
    };
    shares::take(db, campaign, share, sent, invite.now).await
}

/// How many may still join, as the database kept it.
pub fn uses(left: i64) -> Result<u16> {
    u16::try_from(left).map_err(|_| Error::Broken("a stored invite has too many uses".into()))
}

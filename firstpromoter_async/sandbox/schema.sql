-- What the sandbox keeps. Money is in cents, moments are texts such as 2024-09-11T14:22:12.160Z, which sort as they should.
-- Every kind of record has ids of its own size, so that a client that mixes up two kinds finds nothing, and not the wrong thing.

CREATE TABLE campaigns (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  color TEXT NOT NULL,
  landing_url TEXT NOT NULL,
  is_default INTEGER NOT NULL DEFAULT 0,
  visitor_cookie_life INTEGER NOT NULL DEFAULT 60,
  ref_token_param TEXT NOT NULL DEFAULT '?fpr',
  auto_approve_promoters INTEGER NOT NULL DEFAULT 1,
  is_private INTEGER NOT NULL DEFAULT 0,
  track_ad_traffic TEXT NOT NULL DEFAULT 'allow',
  upgrade_details TEXT,
  rewards_for_promoters TEXT NOT NULL DEFAULT '[]',
  rewards_for_referrals TEXT NOT NULL DEFAULT '[]'
);

CREATE TABLE promoters (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  email TEXT NOT NULL UNIQUE COLLATE NOCASE,
  cust_id TEXT,
  auth_token TEXT NOT NULL UNIQUE,
  pref TEXT NOT NULL UNIQUE,
  temp_password TEXT,
  note TEXT,
  parent_promoter_id INTEGER REFERENCES promoters ON DELETE SET NULL,
  profile TEXT NOT NULL DEFAULT '{}',
  landing_url TEXT,
  url_tracking INTEGER NOT NULL DEFAULT 0,
  last_login_at TEXT,
  archived_at TEXT,
  subscribed_to_email INTEGER NOT NULL DEFAULT 1,
  invoice_details_status TEXT NOT NULL DEFAULT 'pending',
  custom_fields TEXT NOT NULL DEFAULT '{}',
  created_at TEXT NOT NULL
);
CREATE INDEX promoters_by_cust_id ON promoters (cust_id);

CREATE TABLE promotions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  promoter_id INTEGER NOT NULL REFERENCES promoters ON DELETE CASCADE,
  campaign_id INTEGER NOT NULL REFERENCES campaigns,
  is_default INTEGER NOT NULL DEFAULT 0,
  state TEXT NOT NULL DEFAULT 'accepted',
  ref_id TEXT NOT NULL UNIQUE,
  promo_code TEXT UNIQUE,
  customer_promo_code TEXT UNIQUE,
  direct_url TEXT,
  promoter_rewards_customized INTEGER NOT NULL DEFAULT 0,
  referral_rewards_customized INTEGER NOT NULL DEFAULT 0,
  rewards_for_promoters TEXT NOT NULL DEFAULT '[]',
  rewards_for_referrals TEXT NOT NULL DEFAULT '[]',
  created_at TEXT NOT NULL,
  UNIQUE (promoter_id, campaign_id)
);
CREATE INDEX promotions_by_campaign ON promotions (campaign_id);

-- Promoters who are signed in.
CREATE TABLE sessions (
  token TEXT PRIMARY KEY,
  promoter_id INTEGER NOT NULL REFERENCES promoters ON DELETE CASCADE,
  ends_at TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX sessions_by_promoter ON sessions (promoter_id);

CREATE TABLE visits (
  tid TEXT PRIMARY KEY,
  promotion_id INTEGER NOT NULL REFERENCES promotions ON DELETE CASCADE,
  created_at TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX visits_by_promotion ON visits (promotion_id, created_at);

CREATE TABLE leads (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  promotion_id INTEGER NOT NULL REFERENCES promotions ON DELETE CASCADE,
  email TEXT UNIQUE COLLATE NOCASE,
  uid TEXT UNIQUE,
  state TEXT NOT NULL,
  entry_source TEXT NOT NULL,
  tid TEXT,
  username TEXT,
  first_name TEXT,
  last_name TEXT,
  website TEXT,
  custom_fields TEXT,
  fraud_check TEXT NOT NULL DEFAULT 'no_suspicion',
  sub_id TEXT,
  subscription_id TEXT,
  ip TEXT,
  plan_name TEXT,
  custom_status_id INTEGER REFERENCES documents ON DELETE SET NULL,
  customer_since TEXT,
  cancelled_at TEXT,
  created_at TEXT NOT NULL,
  CHECK (email IS NOT NULL OR uid IS NOT NULL)
);
CREATE INDEX leads_by_promotion ON leads (promotion_id, state);

-- Who else gets a share of the commissions that a lead brings; its own promotion gets what they leave.
CREATE TABLE splits (
  lead_id INTEGER NOT NULL REFERENCES leads ON DELETE CASCADE,
  promotion_id INTEGER NOT NULL REFERENCES promotions ON DELETE CASCADE,
  percentage INTEGER NOT NULL CHECK (percentage BETWEEN 0 AND 100),
  PRIMARY KEY (lead_id, promotion_id)
);
CREATE INDEX splits_by_promotion ON splits (promotion_id);

-- Signups, subscribers, sales, refunds and cancellations, and what custom commissions are given for. A refund's amount is negative.
CREATE TABLE events (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  event_id TEXT,
  lead_id INTEGER REFERENCES leads ON DELETE SET NULL,
  promotion_id INTEGER NOT NULL REFERENCES promotions ON DELETE CASCADE,
  amount INTEGER,
  original_amount INTEGER,
  original_currency TEXT,
  plan TEXT,
  quantity INTEGER,
  mrr INTEGER,
  sale_event_id TEXT,
  details TEXT,
  created_at TEXT NOT NULL
);
CREATE INDEX events_by_event_id ON events (event_id, kind);  -- not unique, since what is entered by hand is not refused
CREATE UNIQUE INDEX one_signup_a_lead ON events (lead_id, kind) WHERE kind IN ('signup', 'subscriber');
CREATE INDEX events_by_promotion ON events (promotion_id, kind, amount);
CREATE INDEX events_by_lead ON events (lead_id, kind);

-- What v1 calls rewards and v2 calls commissions.
CREATE TABLE rewards (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  event_rowid INTEGER REFERENCES events ON DELETE CASCADE,
  lead_id INTEGER REFERENCES leads ON DELETE SET NULL,
  promotion_id INTEGER NOT NULL REFERENCES promotions ON DELETE CASCADE,
  promoter_id INTEGER NOT NULL REFERENCES promoters ON DELETE CASCADE,
  payout_id INTEGER REFERENCES payouts ON DELETE SET NULL,
  status TEXT NOT NULL CHECK (status IN ('approved', 'pending', 'denied')),
  unit TEXT NOT NULL,
  amount INTEGER NOT NULL,
  percent NUMERIC,
  reward_id INTEGER REFERENCES documents ON DELETE SET NULL,
  tier INTEGER NOT NULL DEFAULT 1,
  split_percentage INTEGER,
  internal_note TEXT,
  external_note TEXT,
  entered_at TEXT,
  created_at TEXT NOT NULL,
  status_updated_at TEXT
);
CREATE INDEX rewards_by_event ON rewards (event_rowid);
CREATE INDEX rewards_by_lead ON rewards (lead_id);
CREATE INDEX rewards_by_promotion ON rewards (promotion_id);
CREATE INDEX rewards_by_promoter ON rewards (promoter_id, payout_id, status);
CREATE INDEX rewards_by_payout ON rewards (payout_id);
CREATE INDEX rewards_by_reward ON rewards (reward_id);

CREATE TABLE payouts (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  promoter_id INTEGER NOT NULL REFERENCES promoters ON DELETE CASCADE,
  campaign_id INTEGER NOT NULL REFERENCES campaigns,
  payments_batch_id INTEGER REFERENCES payments_batches ON DELETE SET NULL,
  status TEXT NOT NULL CHECK (status IN ('pending', 'processing', 'completed', 'failed', 'cancelled')),
  unit TEXT NOT NULL,
  amount INTEGER NOT NULL DEFAULT 0,
  period_start TEXT NOT NULL,
  period_end TEXT NOT NULL,
  processing_started_at TEXT,
  date_paid TEXT,
  failed_at TEXT,
  error TEXT,
  due_date TEXT,
  created_at TEXT NOT NULL
);
CREATE INDEX payouts_by_promoter ON payouts (promoter_id, status);
CREATE INDEX payouts_by_campaign ON payouts (campaign_id);
CREATE INDEX payouts_by_payments_batch ON payouts (payments_batch_id);

-- As long as no money is on its way, a payout has approved commissions only, and is what they come to.
CREATE TRIGGER commission_joins_payout AFTER UPDATE OF payout_id, amount ON rewards BEGIN
  UPDATE payouts SET amount = amount - OLD.amount WHERE id = OLD.payout_id AND status NOT IN ('processing', 'completed');
  UPDATE payouts SET amount = amount + NEW.amount WHERE id = NEW.payout_id AND status NOT IN ('processing', 'completed');
END;
CREATE TRIGGER commission_leaves_payout AFTER UPDATE OF status ON rewards WHEN NEW.status <> 'approved' BEGIN
  UPDATE rewards SET payout_id = NULL WHERE id = NEW.id
    AND payout_id IN (SELECT id FROM payouts WHERE status NOT IN ('processing', 'completed'));
END;
CREATE TRIGGER commission_leaves_altogether AFTER DELETE ON rewards BEGIN
  UPDATE payouts SET amount = amount - OLD.amount WHERE id = OLD.payout_id AND status NOT IN ('processing', 'completed');
END;

-- Payouts that are paid together by one method. What they come to is said by the payouts.
CREATE TABLE payments_batches (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  method TEXT NOT NULL,
  status TEXT NOT NULL DEFAULT 'awaiting_confirmation',
  fault TEXT,
  processing_started_at TEXT,
  completed_at TEXT,
  error TEXT,
  created_at TEXT NOT NULL
);
CREATE INDEX payments_batches_by_status ON payments_batches (status);

-- How promoters want to be paid; of several, by the one that is selected.
CREATE TABLE payout_methods (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  promoter_id INTEGER NOT NULL REFERENCES promoters ON DELETE CASCADE,
  method TEXT NOT NULL,
  details TEXT NOT NULL,
  is_disabled INTEGER NOT NULL DEFAULT 0,
  is_selected INTEGER NOT NULL DEFAULT 0,
  created_at TEXT NOT NULL
);
CREATE UNIQUE INDEX one_selected_method_a_promoter ON payout_methods (promoter_id) WHERE is_selected;
CREATE INDEX payout_methods_by_promoter ON payout_methods (promoter_id);

-- What each promoter has earned (approved rewards) and was paid (completed payouts); the current balance is the difference.
-- The triggers keep it, so that no rule can change a reward and forget the balance.
CREATE TABLE balances (
  promoter_id INTEGER NOT NULL REFERENCES promoters ON DELETE CASCADE,
  unit TEXT NOT NULL,
  earned INTEGER NOT NULL DEFAULT 0,
  paid INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (promoter_id, unit)
) WITHOUT ROWID;

CREATE TRIGGER reward_counts AFTER INSERT ON rewards WHEN NEW.status = 'approved' BEGIN
  INSERT INTO balances (promoter_id, unit, earned) VALUES (NEW.promoter_id, NEW.unit, NEW.amount)
    ON CONFLICT DO UPDATE SET earned = earned + excluded.earned;
END;
CREATE TRIGGER reward_counts_no_more AFTER DELETE ON rewards WHEN OLD.status = 'approved' BEGIN
  UPDATE balances SET earned = earned - OLD.amount WHERE promoter_id = OLD.promoter_id AND unit = OLD.unit;
END;
CREATE TRIGGER reward_counts_otherwise AFTER UPDATE OF status, amount, unit, promoter_id ON rewards BEGIN
  UPDATE balances SET earned = earned - OLD.amount
    WHERE OLD.status = 'approved' AND promoter_id = OLD.promoter_id AND unit = OLD.unit;
  INSERT INTO balances (promoter_id, unit, earned) SELECT NEW.promoter_id, NEW.unit, NEW.amount WHERE NEW.status = 'approved'
    ON CONFLICT DO UPDATE SET earned = earned + excluded.earned;
END;
CREATE TRIGGER payout_counts AFTER INSERT ON payouts WHEN NEW.status = 'completed' BEGIN
  INSERT INTO balances (promoter_id, unit, paid) VALUES (NEW.promoter_id, NEW.unit, NEW.amount)
    ON CONFLICT DO UPDATE SET paid = paid + excluded.paid;
END;
CREATE TRIGGER payout_counts_no_more AFTER DELETE ON payouts WHEN OLD.status = 'completed' BEGIN
  UPDATE balances SET paid = paid - OLD.amount WHERE promoter_id = OLD.promoter_id AND unit = OLD.unit;
END;
CREATE TRIGGER payout_counts_otherwise AFTER UPDATE OF status, amount ON payouts BEGIN
  UPDATE balances SET paid = paid - OLD.amount
    WHERE OLD.status = 'completed' AND promoter_id = OLD.promoter_id AND unit = OLD.unit;
  INSERT INTO balances (promoter_id, unit, paid) SELECT NEW.promoter_id, NEW.unit, NEW.amount WHERE NEW.status = 'completed'
    ON CONFLICT DO UPDATE SET paid = paid + excluded.paid;
END;

-- What is only kept, with no rules in SQL: the noun's name, and its fields as JSON. The generated columns say whose it is, so that
-- it goes when its owner goes.
CREATE TABLE documents (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  noun TEXT NOT NULL,
  fields TEXT NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  archived_at TEXT,
  promotion_id INTEGER AS (json_extract(fields, '$.promoter_campaign_id')) STORED REFERENCES promotions ON DELETE CASCADE
);
CREATE INDEX documents_by_noun ON documents (noun);
CREATE INDEX documents_by_promotion ON documents (promotion_id);

-- Bulk actions, done and under way: which action (POST /api/...), on which records (a list of ids), with what besides.
CREATE TABLE batches (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  operation TEXT NOT NULL,
  ids TEXT NOT NULL,
  given TEXT NOT NULL,
  fault TEXT,
  status TEXT NOT NULL DEFAULT 'pending',
  total INTEGER NOT NULL,
  processed_count INTEGER NOT NULL DEFAULT 0,
  failed_count INTEGER NOT NULL DEFAULT 0,
  processing_errors TEXT NOT NULL DEFAULT '[]',
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
);
CREATE INDEX batches_by_status ON batches (status);

INSERT INTO sqlite_sequence (name, seq) VALUES
  ('campaigns', 100), ('promoters', 1000), ('promotions', 20000), ('leads', 300000), ('payouts', 4000000),
  ('rewards', 50000000), ('events', 600000000), ('documents', 7000000000), ('batches', 80000000000),
  ('payments_batches', 900000000000), ('payout_methods', 9000000);

INSERT INTO documents (id, noun, created_at, updated_at, fields)
  SELECT 7000 + percent, 'v2_rewards', '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z', json_object(
    'name', percent || '% recurring commission', 'is_promoter_reward', json('true'), 'promoter_reward_type', 'sale',
    'duration', 'forever', 'new_customers_only', json('false'), 'provider', 'stripe', 'schemas', json_array(
      json_object('unit', 'cash', 'amount', percent, 'flat_amount', json('false'), 'rules', json_array())))
  FROM (SELECT 20 AS percent UNION SELECT 30);
INSERT INTO campaigns (name, color, landing_url, is_default, rewards_for_promoters)
  SELECT column1, column2, column3, column4, json_array(
    json_object('apply_on', 'all', 'product_ids', json_array(), 'reward_id', column5))
  FROM (VALUES
    ('Default campaign', '#26a69a', 'https://shop.example', 1, 7020),
    ('Partners', '#ec4899', 'https://shop.example/partners', 0, 7030));

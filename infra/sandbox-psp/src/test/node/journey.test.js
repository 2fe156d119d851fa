// What a shop does with Stripe's public Node SDK, done against the sandbox. Nothing here knows that it is one but for the
// address it is given, the control of faults, and the form that a customer would fill in.
import assert from 'node:assert/strict';
import {createServer} from 'node:http';
import {after, before, test} from 'node:test';
import Stripe from 'stripe';

const base = new URL(process.env.SANDBOX_URL);
const client = (key, options = {}) => new Stripe(key, {
  host: base.hostname, port: base.port, protocol: 'http', telemetry: false, maxNetworkRetries: 0, ...options,
});
const stripe = client(process.env.SANDBOX_KEY);
const tenDollarsOn = (card, more = {}) => ({
  amount: 1000, currency: 'usd', confirm: true, payment_method_types: ['card'], payment_method: card, ...more,
});

const deliveries = [];
const waiting = [];
const shop = createServer((request, response) => {
  const chunks = [];
  request.on('data', chunk => chunks.push(chunk)).on('end', () => {
    const delivery = {body: Buffer.concat(chunks), signature: request.headers['stripe-signature']};
    const next = waiting.shift();
    next ? next(delivery) : deliveries.push(delivery);
    response.writeHead(200).end();
  });
});
const delivery = () => deliveries.length ? Promise.resolve(deliveries.shift()) : new Promise(next => waiting.push(next));

let endpoint;
let finished = 0;
const step = (name, body) => test(name, async context => {
  await body(context);
  finished++;
});

before(async () => {
  await new Promise(listening => shop.listen(0, '127.0.0.1', listening));
  endpoint = await stripe.webhookEndpoints.create({
    url: `http://127.0.0.1:${shop.address().port}/hooks`,
    enabled_events: ['payment_intent.succeeded', 'checkout.session.completed'],
  });
});

after(() => {
  shop.close();
  console.log(`Node SDK ${Stripe.PACKAGE_VERSION}: ${finished} of 16 steps done`);
});

step('a good card is charged, and the webhook verifies', async () => {
  const intent = await stripe.paymentIntents.create(
      tenDollarsOn('pm_card_visa', {metadata: {operation_key: 'node-1'}}), {idempotencyKey: 'node-1'});
  assert.equal(intent.status, 'succeeded');
  assert.equal(intent.amount_received, 1000);
  assert.match(intent.lastResponse.requestId, /^req_/);
  const {body, signature} = await delivery();
  const event = stripe.webhooks.constructEvent(body, signature, endpoint.secret);
  assert.equal(event.type, 'payment_intent.succeeded');
  assert.equal(event.data.object.id, intent.id);
  assert.equal(event.request.idempotency_key, 'node-1');
  assert.throws(() => stripe.webhooks.constructEvent(body, signature, 'whsec_another'),
      Stripe.errors.StripeSignatureVerificationError);
});

step('the same key gives the same answer', async () => {
  const params = tenDollarsOn('pm_card_visa', {metadata: {operation_key: 'node-1'}});
  const again = await stripe.paymentIntents.create(params, {idempotencyKey: 'node-1'});
  assert.equal(again.lastResponse.headers['idempotent-replayed'], 'true');
});

step('the same key with other parameters is refused', async () => {
  await assert.rejects(stripe.paymentIntents.create(tenDollarsOn('pm_card_visa', {amount: 2000}),
      {idempotencyKey: 'node-1'}), error => error instanceof Stripe.errors.StripeIdempotencyError
      && error.statusCode === 400);
});

step('a payment is found by its operation key', async () => {
  const found = await stripe.paymentIntents.search({query: "metadata['operation_key']:'node-1'"});
  assert.equal(found.data.length, 1);
});

step('a declined card says why', async () => {
  await assert.rejects(stripe.paymentIntents.create(tenDollarsOn('pm_card_visa_chargeDeclinedInsufficientFunds')),
      error => error instanceof Stripe.errors.StripeCardError && error.statusCode === 402
          && error.code === 'card_declined' && error.decline_code === 'insufficient_funds'
          && error.payment_intent.status === 'requires_payment_method');
});

step('another card may follow', async () => {
  const intent = await stripe.paymentIntents.create({amount: 700, currency: 'eur', payment_method_types: ['card']});
  await assert.rejects(stripe.paymentIntents.confirm(intent.id, {payment_method: 'pm_card_chargeDeclined'}));
  const paid = await stripe.paymentIntents.confirm(intent.id, {payment_method: 'pm_card_mastercard'});
  assert.equal(paid.status, 'succeeded');
  await delivery();
});

step('references are expanded', async () => {
  const intent = await stripe.paymentIntents.create(
      tenDollarsOn('pm_card_visa', {expand: ['latest_charge', 'payment_method']}));
  assert.equal(intent.latest_charge.paid, true);
  assert.equal(intent.payment_method.card.last4, '4242');
  assert.equal((await stripe.charges.retrieve(intent.latest_charge.id)).amount, 1000);
  await delivery();
});

step('a payment is cancelled, and stays so', async () => {
  const intent = await stripe.paymentIntents.create({amount: 700, currency: 'eur'});
  assert.equal((await stripe.paymentIntents.cancel(intent.id)).status, 'canceled');
  await assert.rejects(stripe.paymentIntents.cancel(intent.id),
      error => error.code === 'payment_intent_unexpected_state');
});

step('a payment is refunded in parts, and never more than it brought', async () => {
  const intent = await stripe.paymentIntents.create(tenDollarsOn('pm_card_visa'));
  await delivery();
  const params = {payment_intent: intent.id, amount: 300, metadata: {operation_key: 'node-refund'}};
  const refund = await stripe.refunds.create(params, {idempotencyKey: 'node-refund'});
  assert.equal(refund.status, 'succeeded');
  const again = await stripe.refunds.create(params, {idempotencyKey: 'node-refund'});
  assert.equal(again.id, refund.id);
  await assert.rejects(stripe.refunds.create({payment_intent: intent.id, amount: 701}),
      error => error instanceof Stripe.errors.StripeInvalidRequestError && error.param === 'amount');
  await stripe.refunds.create({charge: intent.latest_charge});
  await assert.rejects(stripe.refunds.create({payment_intent: intent.id}),
      error => error.code === 'charge_already_refunded');
  const charge = await stripe.charges.retrieve(intent.latest_charge);
  assert.equal(charge.refunded, true);
  assert.equal(charge.amount_refunded, 1000);
  const refunds = await stripe.refunds.list({payment_intent: intent.id});
  assert.deepEqual(refunds.data.map(one => one.amount), [700, 300]);
  const events = await stripe.events.list({types: ['refund.created']});
  assert.equal(events.data.find(event => event.data.object.id === refund.id).data.object.metadata.operation_key,
      'node-refund');
});

step('a payment is disputed, and the dispute is won', async () => {
  const intent = await stripe.paymentIntents.create(tenDollarsOn('pm_card_createDispute'));
  await delivery();
  const [dispute] = (await stripe.disputes.list({payment_intent: intent.id})).data;
  assert.equal(dispute.status, 'needs_response');
  assert.equal(dispute.balance_transactions[0].net, -2500);
  await assert.rejects(stripe.refunds.create({payment_intent: intent.id}), error => error.code === 'charge_disputed');
  assert.equal((await fetch(new URL(`/sandbox/disputes/${dispute.id}/win`, base), {method: 'POST'})).status, 200);
  const won = await stripe.disputes.retrieve(dispute.id);
  assert.equal(won.status, 'won');
  assert.deepEqual(won.balance_transactions.map(one => one.amount), [-1000, 1000]);
  const types = (await stripe.events.list({type: 'charge.dispute.*'})).data.map(event => event.type);
  assert.deepEqual(types, ['charge.dispute.funds_reinstated', 'charge.dispute.closed',
    'charge.dispute.funds_withdrawn', 'charge.dispute.created']);
});

step('lists page themselves', async () => {
  const ids = new Set();
  for await (const intent of stripe.paymentIntents.list({limit: 2})) {
    ids.add(intent.id);
  }
  assert.equal(ids.size, 7);
  const succeeded = [];
  for await (const event of stripe.events.list({types: ['payment_intent.succeeded'], limit: 1})) {
    succeeded.push(event);
  }
  assert.equal(succeeded.length, 5);
  assert.equal((await stripe.events.retrieve(succeeded[0].id)).id, succeeded[0].id);
});

step('a checkout is paid on its page', async () => {
  const session = await stripe.checkout.sessions.create({
    mode: 'payment',
    success_url: 'https://shop.example/back?id={CHECKOUT_SESSION_ID}',
    cancel_url: 'https://shop.example/cancel',
    client_reference_id: 'rch_node',
    line_items: [{quantity: 1, price_data: {currency: 'usd', unit_amount: 500, product_data: {name: 'Airtime'}}}],
    payment_intent_data: {metadata: {operation_key: 'node-checkout'}},
  });
  assert.equal(session.status, 'open');
  const page = await fetch(session.url, {
    method: 'POST', redirect: 'manual', body: new URLSearchParams({
      cardNumber: '4242 4242 4242 4242', cardExpiry: '12 / 34', cardCvc: '123', billingName: 'Node Journey',
    }),
  });
  assert.equal(page.status, 303);
  assert.equal(page.headers.get('location'), `https://shop.example/back?id=${session.id}`);
  const paid = await stripe.checkout.sessions.retrieve(session.id, {expand: ['payment_intent', 'line_items']});
  assert.equal(paid.payment_status, 'paid');
  assert.equal(paid.payment_intent.metadata.operation_key, 'node-checkout');
  assert.equal(paid.line_items.data[0].description, 'Airtime');
  const types = [await delivery(), await delivery()]
      .map(({body, signature}) => stripe.webhooks.constructEvent(body, signature, endpoint.secret).type);
  assert.deepEqual(types.sort(), ['checkout.session.completed', 'payment_intent.succeeded']);
});

step('a checkout is expired, and found by nothing but itself', async () => {
  const session = await stripe.checkout.sessions.create({
    mode: 'payment', success_url: 'https://shop.example/back',
    line_items: [{quantity: 2, price_data: {currency: 'usd', unit_amount: 500, product_data: {name: 'Airtime'}}}],
  });
  assert.equal((await stripe.checkout.sessions.expire(session.id)).status, 'expired');
  assert.equal((await stripe.checkout.sessions.list({status: 'expired'})).data[0].id, session.id);
});

step('mistakes are named', async () => {
  await assert.rejects(stripe.paymentIntents.create({currency: 'usd'}),
      error => error.code === 'parameter_missing' && error.param === 'amount');
  await assert.rejects(stripe.paymentIntents.create({amount: 1000, currency: 'usd', colour: 'red'}),
      error => error.code === 'parameter_unknown' && error.param === 'colour');
  await assert.rejects(stripe.paymentIntents.retrieve('pi_nobody'),
      error => error.statusCode === 404 && error.code === 'resource_missing');
  await assert.rejects(client('sk_test_somebody_else').events.list(),
      error => error instanceof Stripe.errors.StripeAuthenticationError);
});

step('a lost answer is repaired by the SDK with the same key', async () => {
  await fetch(new URL('/sandbox/faults', base), {
    method: 'POST', headers: {'Content-Type': 'application/json'},
    body: JSON.stringify({kind: 'lose_answer', target: 'payment_intents.create', times: 1}),
  });
  const patient = client(process.env.SANDBOX_KEY, {maxNetworkRetries: 2});
  const intent = await patient.paymentIntents.create(
      tenDollarsOn('pm_card_visa', {metadata: {operation_key: 'node-lost'}}));
  assert.equal(intent.lastResponse.headers['idempotent-replayed'], 'true');
  const found = await stripe.paymentIntents.search({query: "metadata['operation_key']:'node-lost'"});
  assert.equal(found.data.length, 1);
  await delivery();
});

step('an endpoint is removed', async () => {
  assert.equal((await stripe.webhookEndpoints.retrieve(endpoint.id)).secret, undefined);
  assert.equal((await stripe.webhookEndpoints.del(endpoint.id)).deleted, true);
  assert.equal((await stripe.webhookEndpoints.list()).data.length, 0);
});

import type { LanguageSeed } from './seed.ts';

export const ENGLISH: LanguageSeed = {
  classes: {
    invoice: {
      titles: `Invoice
Tax invoice
INVOICE no.
Sales invoice
Pro forma invoice
Credit note
Fee note
Statement of invoices`,
      lines: `Description Quantity Unit price Amount
Item Qty Rate Net VAT Total
Net amount VAT Total due
Subtotal, carriage, VAT at 20 %, amount payable
Total due
Please remit by to the account below
Payment terms 30 days net from date of invoice
Title passes on payment
VAT registration number, purchase order number
Your order, PO no., account code
Please quote the invoice number with your payment
Bank details sort code account number
Interest is charged on late payment under the Late Payment of Commercial Debts Act
Charges for services rendered during the month
Billing period, usage, subscription fee
Thank you for your business
E&OE, remittance advice`,
    },
    reminder: {
      titles: `Payment reminder
First reminder: unpaid invoice
Second notice, invoice
Final demand
Overdue account
Overdue invoice
Outstanding balance on your account
Final notice before legal action`,
      lines: `Our records show that the invoice below remains unpaid
The invoice fell due on and is still open in our books
Your account is overdue
We must ask you to settle within ten days
Despite our previous reminders we have not received payment
If payment has crossed in the post please disregard this letter
Unless we receive payment within seven days we shall pass the matter to a collection agency
Deliveries will be suspended until the account is cleared
We note that an amount is still outstanding
Please let us have your remittance by return
Interest may be charged on overdue sums
Kindly arrange settlement of the overdue balance without further delay`,
    },
    contract: {
      titles: `Framework Supply Agreement
Service agreement
Maintenance contract
Renewal of contract
Lease agreement
Amendment to the agreement
Non-disclosure agreement
Terms and conditions of supply
Extension of agreement`,
      lines: `This agreement is made between, hereinafter the Supplier, and, hereinafter the Customer
The parties agree as follows
The parties agree to extend the present terms from
Clause 1 Scope of services
Term and termination on three months' written notice
The annual fee is payable in four instalments
This agreement is governed by the laws of England and Wales
Two signed copies are enclosed for countersignature
Please sign and return one copy
Signed for and on behalf of
Confidentiality, liability, force majeure, assignment
The agreement renews automatically for successive periods of twelve months
The Supplier shall maintain the equipment listed in the schedule
Schedule of charges, review of charges each anniversary
In witness whereof the parties have executed this agreement`,
    },
    job_application: {
      titles: `Application for the position of
Job application
Application for an internship
Speculative application
Apprenticeship application
Your advertisement
Curriculum vitae
Cover letter`,
      lines: `I am writing to apply for the position advertised
Please find enclosed my curriculum vitae
I have five years of experience as a technician
I am currently studying for a degree and looking for a placement
I would welcome the opportunity to discuss my application at an interview
I am available for interview at your convenience
My previous employment has given me strong skills in
I am reliable, hard-working and a good team player
I hold a diploma in and a clean driving licence
I would like to join your company
References are available on request
Work experience, education, languages, interests
My notice period is four weeks
I believe I am well suited to the role
I have ten years' practice in this trade
I would be glad to tell you more in person
I wish to train as an apprentice with you`,
    },
    hr: {
      titles: `Sickness absence and statutory pay
Parental leave extension
Maternity leave
Resignation
Annual leave request
Payslip query
Change of bank details
Request for part-time work
Fit note
Reference request for an employee
Holiday entitlement`,
      lines: `Please find enclosed my fitness note covering the period
I would like to extend my leave until, my staff number is
The net pay on my payslip appears to be wrong
Could you confirm that the gross amount will appear on my next payslip
How many days of annual leave remain
I hereby give notice of my resignation from my post
Please pay my salary into my new account
Statutory sick pay, maternity pay, pension contributions of the employee
I would like to reduce my working hours
I will return to work on
My line manager has approved the request
Employee number, payroll, overtime not paid
Certificate of employment, P45, P60
Grievance, disciplinary hearing with the employee`,
    },
    legal: {
      titles: `Letter before claim
Notice of proceedings
Claim form
Court summons
Notice of hearing
Statutory demand
Witness summons
Letter before action
Judgment
Matter`,
      lines: `We are instructed by our client to recover
We act for, who instruct us that the sum has been outstanding
A hearing has been listed for
Unless payment reaches this office we are instructed to issue proceedings in the County Court without further notice
You have one month in which to object
Our file reference, matter reference
Solicitors, barristers, court, claimant and defendant
The claimant seeks judgment with interest and costs
Take notice that an order was made
Under the Civil Procedure Rules you must file a defence
Service of this document is deemed
Without prejudice save as to costs
Our client reserves all rights
Enforcement, writ of control, high court enforcement officer`,
    },
    tax: {
      titles: `Tax assessment
Notice of assessment
Business rates demand
VAT return enquiry
Corporation tax notice
PAYE penalty notice
VAT compliance check
Tax statement of account
Notice of enquiry
Notice of adjustment
Notice of estimated tax`,
      lines: `HM Revenue and Customs
Revenue office, inspector of taxes
Your unique taxpayer reference
We have checked your VAT return and need further information
You owe tax for the accounting period ended
A penalty will be charged if the return is late
Tax payable by the due date, assessment, relief
The assessed charge for the year
An appeal must be lodged within thirty days of this notice
Rateable value, business rates, instalments
Corporation tax, PAYE, national insurance contributions
Please send the records for the period under enquiry
Surcharge on late payment of tax
No return has been received, so an estimated assessment has been raised
Your taxpayer number must be quoted in all correspondence
Adjustment of tax declared, input tax disallowed
The return was due, please reply before the final date
Amount of duty payable, notice number`,
    },
    advertising: {
      titles: `Special offer
Spring sale: up to 50 % off
Discover our new catalogue
You are invited to our trade fair
Free trial
Exclusive offer for business customers
Win a weekend
Introducing our new range`,
      lines: `Save up to half on our whole range while stocks last
Free delivery on orders over
Visit our website or our showroom
Order now and receive a free gift
Limited time only, terms and conditions apply
Ask for your free no-obligation quote
Come and meet us at our stand, free entry with this letter
Dear customer, to celebrate our anniversary
Use the code at checkout for a discount
To stop receiving our offers, return this letter
Hundreds of exhibitors welcome you
New products, great prices, unbeatable value
Do not miss this unique opportunity`,
    },
    bank: {
      titles: `Bank statement
Your credit line
Account statement
Returned direct debit
Overdraft facility
Change to our banking charges
Loan repayment schedule
Confirmation of transfer
Business account`,
      lines: `Opening balance, closing balance
Date Details Paid out Paid in Balance
Your facility expires on
We were unable to pay the direct debit because of insufficient funds
Please pay money into your account
Your relationship manager at the branch
Interest rate, overdraft limit, arrangement fee
The loan will be repaid in monthly instalments of principal and interest
Sort code and account number, IBAN, BIC
International payment received
Your business debit card
Transactions on your account this month
Bank guarantee, letter of credit
Your account shows a balance of
Statement of account for your current account`,
    },
    insurance: {
      titles: `Claim - water damage
Your insurance policy
Renewal of your policy
Endorsement to policy
Insurance certificate
Claim settlement
Public liability insurance
Motor fleet insurance
Machinery breakdown claim`,
      lines: `We acknowledge your claim reported on
Your claim has been registered under the number
A loss adjuster will contact you to inspect the damage
The excess under your policy is
We enclose the endorsement amending your policy
The settlement offered after deduction of the excess
Annual premium, sum insured, cover, exclusions
Policyholder, insured, insurer, underwriter, broker
Please keep the damaged goods until the visit of the expert
Fire, theft, flood, water damage, breakdown
Your premium falls due on renewal
Keep this document with your policy papers
Employers' liability, professional indemnity`,
    },
    delivery_note: {
      titles: `Delivery note
Dispatch advice
Packing list
Goods received note
Consignment note
Proof of delivery
Despatch note`,
      lines: `Qty Description
Quantity ordered, quantity delivered, back order
Parcel no., number of parcels, gross weight
Check parcels before signing
Claims must be specific
Goods received in good condition
Delivered by carrier, pallet, carton, unit
Delivery address, unloading bay, receiving hours
Your order has been dispatched today
Signature of recipient on delivery
Part delivery, remainder to follow
Please report damage within three days`,
    },
    registered_notice: {
      titles: `Sorry we missed you
Something for you
While you were out
Notice of attempted delivery
Delivery attempt
Collection notice`,
      lines: `We called today with an item that needs a signature
We tried to deliver but nobody was in
Your item is waiting at the delivery office
Bring this card and proof of identity to collect it
Item number
Signed for, special delivery, registered letter
It will be held until and then returned to sender
Arrange a redelivery
Parcel too large for the letterbox
Our driver called at`,
    },
    envelope: {
      titles: `FIRST CLASS
ROYAL MAIL
SIGNED FOR
Postage paid
If undelivered please return to`,
      lines: `FIRST CLASS
SECOND CLASS
ROYAL MAIL POSTAGE PAID GB
BY AIR MAIL
SPECIAL DELIVERY
DO NOT BEND
PRIVATE AND CONFIDENTIAL
GBP 1.85
Return address
PRIORITY`,
    },
  },
  neutral: `Dear Sir or Madam,
Dear Mr Smith,
Yours faithfully,
Kind regards,
For and on behalf of the company
The Manager
Customer Services
Our offices are open on weekdays from 9 am to 5 pm
The documents mentioned are attached
A copy of this letter has been placed on your file
Contact: Our ref: Your ref:
Registered in England, company number
Tel. email web
12 High Street LONDON
Attn:
3 March 2025
This message may contain confidential information
As agreed with our colleague on the telephone
Please do not hesitate to contact us
Page 1 of 2`,
  address: `Mr John Carter
Mrs Anne Hill
Brook Foundry Ltd
Human Resources
Accounts Department
Legal Department
14 Station Road
Riverside Industrial Park
BRISTOL
BS1 4QA
Carter Bank plc
Hill Insurance
France
Attn: Purchasing`,
};

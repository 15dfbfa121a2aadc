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
Statement of invoices
Bill
Utility bill
Your water bill
Your electricity bill
Sales invoice no.
Service invoice
Final invoice
Hire invoice`,
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
E&OE, remittance advice
Meter reading, previous reading, standing charge, units used, sewerage, unit rate
Labour hours, hourly rate, call-out, parts fitted, collection and return
Goods total, VAT at the standard rate, invoice total
Please pay within thirty days, cheques payable to, BACS payment
Amount payable inclusive of VAT, amount due by
Quantity, unit, price each, line total, discount, delivery charge
Charge for catering, cleaning, calibration, printing, repairs, hire for the week
Deposit received, balance to pay
Your direct debit will be collected on
Professional fees, disbursements, time spent
Monthly rental, handsets, calls, data, line rental
Company registration number, VAT number, tax point, job number, site
Remit to our bank, reference to quote
All goods remain our property until paid in full
Credit terms strictly thirty days`,
    },
    reminder: {
      titles: `Payment reminder
First reminder: unpaid invoice
Second notice, invoice
Final demand
Overdue account
Overdue invoice
Outstanding balance on your account
Final notice before legal action
Third reminder
Outstanding invoices
Second request for payment
Account overdue
Payment overdue
Reminder: your invoice
Past due notice
Final reminder
Unpaid account
Credit control`,
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
Kindly arrange settlement of the overdue balance without further delay
Your remittance is still awaited despite our earlier letter
The invoices listed are now sixty days past due
Kindly settle this immediately, we would appreciate your prompt payment
The following items on your account remain unpaid, days overdue
We do not appear to have received payment of this invoice, perhaps it was overlooked
This account is seriously in arrears and your credit facility has been stopped
Please treat this matter as urgent and pay the arrears within seven days
If the debt is not cleared, further costs and interest will be added
Our credit control department has written to you before
Please contact us if there is a query on the invoice, otherwise pay at once
Unless we hear from you the account will be placed on stop and passed to debt collectors
We refer to the statement showing overdue items
Please send your cheque or make a transfer for the overdue amount
According to our ledger the amount outstanding is
Payment was due last month and remains outstanding`,
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
Extension of agreement
Cleaning services agreement
Supply contract
Hire agreement
Equipment lease
Tenancy agreement
Software licence agreement
Consultancy agreement
Contract renewal for signature
Deed of variation
Memorandum of understanding
Order form and terms of service
Waste collection agreement`,
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
In witness whereof the parties have executed this agreement
The Contractor will clean, maintain or guard the premises on the days stated in the schedule
Either party may terminate by giving ninety days notice in writing
The hirer shall keep the equipment in good repair and insured during the rental period
The landlord lets and the tenant takes the premises, rent, deposit, term
This contract runs for two years, both parties shall sign below
Signature, print name, position, date, for the Customer, for the Supplier
The price is fixed for the initial term and reviewed thereafter
Minimum term, renewal term, early termination charge
The Licensor grants the Licensee a non-exclusive licence, service levels
Please sign where indicated and keep one copy for your records
Obligations of the contractor, obligations of the client, indemnity, warranties
Entire agreement, variation, notices, severability, jurisdiction
Subject to the conditions overleaf the parties have agreed
The agreement takes effect on the commencement date
Whereas the Company wishes to engage the Consultant`,
    },
    job_application: {
      titles: `Application for the position of
Job application
Application for an internship
Speculative application
Apprenticeship application
Your advertisement
Curriculum vitae
Cover letter
Application: warehouse operative
Vacancy
Maintenance fitter vacancy
Graduate placement
Work experience request
Application for the post of
Summer job
My application
Apprenticeship enquiry
Re: your job advert`,
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
I wish to train as an apprentice with you
I saw your advert and believe I am a strong candidate
I would like to be considered for this post, vacancy, role
My CV is attached and I can attend an interview any weekday
I am a final year student seeking a placement for twelve months
I am a time-served fitter, welder, electrician, driver
I hold a forklift licence and have worked in logistics for years
I am leaving school this summer and looking for an apprenticeship
I enjoy working with people and learn quickly
I would be grateful if you would consider me for any openings
Currently employed as, I am looking for a new challenge
My qualifications, GCSEs, A levels, degree, certificates
Please let me know if you have any vacancies
I am keen to gain work experience in your laboratory
I can start immediately and am flexible about shifts
My referees are listed below`,
    },
    hr: {
      titles: `Sickness absence and statutory pay
Parental leave extension
Maternity leave
Resignation
Annual leave request
Payslip query
Change of bank details
New bank details for my pay
Request for part-time work
Fit note
Reference request for an employee
Holiday entitlement
Maternity leave dates
Notice of resignation
Query about my payslip
Sick note
Attachment of earnings order
Flexible working request
Retirement
Holiday request
Paternity leave
Pension scheme: new joiner
Change of address
Employee reference
Training certificate
Return to work`,
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
Grievance, disciplinary hearing with the employee
My baby is due and I plan to start my leave, please confirm my entitlement and pay
Please accept this letter as formal notice that I am leaving my job, last working day
My overtime was not included in my pay, could you look into it
You are required to make deductions from the wages of the employee
Your employee has completed the course, certificate of attendance
I am an employee in the packing department, clock number, shift
I have been signed off by my doctor until
I request flexible working, part time hours, working from home
I intend to retire, pension, years of service
Payroll, tax code, deductions, net pay, gross pay, salary, wages
Please provide a reference for your former employee, dates of employment
Annual leave carried over, unpaid leave, compassionate leave
Workplace accident report, injured employee, witness
Occupational sick pay, phased return, fit for work
New starter form, emergency contact, pension auto-enrolment
I wish to raise a grievance about my manager
Please update my bank details for my wages
My bank details have changed, sort code and account number for my salary, staff number
I wrote last week about a change to my personal details`,
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
Matter
Letter of claim
Notice of allocation
Our client
Breach of contract
Hearing date
Court order
Particulars of claim
Defence and counterclaim
Winding-up petition
Without prejudice
Pre-action protocol letter
Notice of trial
Disclosure of documents`,
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
Enforcement, writ of control, high court enforcement officer
We act on behalf of our client, your company is in breach of duty
We are instructed to write to you about defects in the works
Unless liability is admitted within fourteen days, a claim will be issued
The claim has been allocated to the track, the trial will take place
Please forward this letter to your insurers or legal representatives
County Court, High Court, employment tribunal, case number, judge
Our client has suffered loss and damage and seeks compensation
You are hereby summoned to attend
The court orders that the defendant shall
We enclose by way of service the sealed claim form and response pack
We await your substantive response, failing which we shall advise our client to proceed
Solicitors for the claimant, counsel, disclosure, witness statement
Alleged infringement, undertaking, injunction, cease and desist
Former employee alleges unfair dismissal, early conciliation
Creditors' meeting, liquidator, proof of debt`,
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
Notice of estimated tax
Corporation tax: late filing penalty
Your VAT registration
VAT: change of return period
Non-domestic rate demand
Business rates
Employer compliance review
Self assessment statement
Notice to file a company tax return
Import duty and VAT
PAYE reminder`,
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
Amount of duty payable, notice number
Your company tax return has not been received, penalty charged
From this date your returns will cover calendar quarters, file and pay online
Council, non-domestic rates, rateable value, multiplier, instalments
HMRC officer, compliance check, records, tax inspector
Tax refund, repayment of tax, overpaid tax, credit
VAT return, output tax, input tax, registration number, default surcharge
Employer PAYE reference, National Insurance, late payment penalty
Customs duty, import VAT, commodity code, deferment account
Your tax bill, payment on account, interest on tax paid late
You can appeal against this decision or ask for a review
Accounts office reference, unique taxpayer reference, chargeable period
Revenue Commissioners, tax district, notice of determination
Your tax affairs, statement of liabilities`,
    },
    advertising: {
      titles: `Special offer
Spring sale: up to 50 % off
Discover our new catalogue
You are invited to our trade fair
Free trial
Exclusive offer for business customers
Win a weekend
Introducing our new range
Biggest ever sale
Up to 40% off
Book a free demo
You're on the guest list
Cut your costs
Your free ticket
Last chance to save
New season catalogue
Try it free
Exclusive invitation`,
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
Do not miss this unique opportunity
Shop our biggest ever sale online and save, free next-day delivery
Book a free demo today and see how thousands are saving
Join us for two days of live demonstrations, register free online
Offer ends soon, terms apply, while stocks last
Cut your energy, fuel and phone bills, call now for a free survey
Trusted by over five thousand businesses, rated five stars
Discover the smarter way to manage your office
Your exclusive voucher code, valid for new customers
Refer a friend and receive a gift card
Amazing savings, lowest prices, price match promise
We would love to welcome you to our open day, refreshments provided
Subscribe today and get the first three months free
Why pay more? Switch today and save
Award-winning furniture, seating and storage at half price
Sign up to our newsletter for deals`,
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
Business account
Statement of your business current account
Changes to your loan interest rate
Your overdraft is due for review
Returned cheque
Your business loan
Notice of change to tariff
Standing order cancelled
Letter of guarantee
Account closure`,
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
Statement of account for your current account
Balance brought forward, balance carried forward, credits, debits
Your agreed overdraft will be reviewed, please send your latest accounts
The rate on your business loan will change, your new monthly repayment
Your cheque was returned unpaid, refer to drawer
BACS credit, standing order, card payment, transfer, direct debit unpaid
Your bank manager, branch, online banking, security
We are required to check the details we hold about your business
Base rate, margin, facility letter, covenant, drawdown
Deposit account, fixed term, interest paid gross
Foreign currency payment, exchange rate, SWIFT, charges
Mandate, authorised signatories, specimen signatures
Merchant services, card terminal, chargeback
Invoice finance, factoring limit, advance`,
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
Machinery breakdown claim
Your claim for storm damage
Motor fleet renewal terms
Policy schedule
Employers' liability certificate
Claim acknowledgement
Your renewal invitation
Surveyor's report
Cover note
Change to your policy`,
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
Employers' liability, professional indemnity
Our surveyor, loss adjuster, engineer will visit, do not dispose of damaged items
Your cover expires, renewal premium, excess, no claims discount
Your cover is confirmed for the year, sum insured, certificate
We have opened a claim following the incident, please send photographs and estimates
Cover does not apply, exclusion, we must decline your claim
Third party, liability, indemnity, insurer, claims handler
Policy number, period of insurance, insured vehicles, drivers
Insurance premium tax, instalments, policy wording
Goods in transit, business interruption, cyber cover, buildings and contents
Please complete the claim form and return it
Storm, fire, burst pipe, accident, theft reported on
Your broker has arranged cover with the underwriters`,
    },
    delivery_note: {
      titles: `Delivery note
Dispatch advice
Packing list
Goods received note
Consignment note
Proof of delivery
Despatch note
Despatch note no.
Packing slip
Delivery note no.
Dispatch advice no.
Advice note
Shipping advice
Collection note
Goods dispatched`,
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
Please report damage within three days
Shipped by road, pallets, drums, cartons, reams, boxes
Order, carton one of three, contents, items packed, checked by
Received in good order, print name, time, vehicle registration
Item, ordered, despatched, to follow, location, batch
The following goods have been despatched to you today
No prices shown, invoice to follow
Weight in kilos, haulier, driver, unloading
Bolts, washers, paper, tools, paint, tape, gloves
Shortages must be reported in writing within days of delivery`,
    },
    registered_notice: {
      titles: `Sorry we missed you
Something for you
While you were out
Notice of attempted delivery
Delivery attempt
Collection notice
Missed delivery card
Your item requires a signature
We couldn't deliver your parcel
Sorry, you were out`,
      lines: `We called today with an item that needs a signature
We tried to deliver but nobody was in
Your item is waiting at the delivery office
Bring this card and proof of identity to collect it
Item number
Signed for, special delivery, registered letter
It will be held until and then returned to sender
Arrange a redelivery
Parcel too large for the letterbox
Our driver called at
We attempted delivery, call us to rearrange or rebook online
Collect from the customer service point or our depot with identification
We couldn't leave your parcel with a neighbour
Your item is being held, a signature is required
Date and time of call, postman, driver number, collection point
ROYAL MAIL
Royal Mail item number
Parcel carrier, parcel number
DHL Express`,
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
PRIORITY
URGENT
RETURN TO SENDER IF UNDELIVERED
DELIVERED BY POSTMARK
POSTAGE PAID UK MAIL
PAR AVION
RECORDED SIGNED FOR
REGISTERED`,
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
Page 1 of 2
Dear Sirs,
Dear Madam,
Dear customer,
Dear colleague,
Hello,
Yours sincerely,
Yours truly,
With best wishes
Best regards
Many thanks
Re:
Subject:
Date:
Your reference, our reference, please quote
Customer number, file number, account code
Direct line, extension, switchboard
Enclosures: 2
Enc. cc. copy to
Please find enclosed
Please find attached the papers you asked for
Thank you for your letter of
Further to your letter and our conversation
We refer to your enquiry
We are writing to let you know that
We would like to inform you, you will find, you can, you may, you should
Please reply as soon as possible
If you have any questions, please call us on the number above
We look forward to hearing from you
Our team is here to help, Monday to Friday
Opening hours 8.30 am to 5.30 pm, closed on Wednesday
Under data protection law you have a right of access
Under section 12 of the Act and the regulations
This letter was produced by computer and needs no signature
Printed on recycled paper
Recorded delivery, special delivery, first class
By post and by email
8 February 2024
21 April 2025
15 May 2026, 3 June, 14 July
9 August, 30 September, 11 October 2024
2 November, 24 December 2025
12 January
Telephone, fax, mobile, website
Tel. Fax Email
Registered office, registered in England and Wales no.
Company no. VAT no. GB
VAT registration number, a company limited by guarantee
Bank, sort code, IBAN, BIC
Registered charity, authorised and regulated
Branch, office, depot, site
Director, secretary, manager, assistant
The chief executive, head of department, administrator
Signed
France
Please turn over, see overleaf
Sheet, page, continued`,
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
Attn: Purchasing
4 Church Lane
27 Queens Road
110 Victoria Street, Unit 4
Mill House, Park Avenue
The Old Bakery, Market Square
Harbour Way, Enterprise Park
MANCHESTER M2 3AB
LEEDS LS1 5QT
YORK YO1 7HH
BIRMINGHAM B3 1JJ
United Kingdom
FRANCE
Mercer Engineering Ltd
Garner and Sons
Services, printing, freight, garage, stores
Lambert Group plc
Managing Director
Finance Department`,
};
